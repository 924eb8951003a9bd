"""Shows by means of its own that a situation is really there.

check.py CODE URL [JSON arguments]: prints what was found; exit status 1 when the situation is not there.
"""

import json
import sys

import on_active, on_control, on_middlebox, on_passive, on_tls, on_transfer  # noqa: E401, F401
from judge import checks
from probe import Closed, Silence, Target


code, url = sys.argv[1:3]
options = json.loads(sys.argv[3]) if len(sys.argv) > 3 else {}
target = Target(url, options.pop("ca", None))
try:
    checks[code](target, **options)
except (AssertionError, Silence, Closed, OSError) as error:
    print(f"NO   {type(error).__name__}: {error}")
    sys.exit(1)
