"""Active mode."""

import time

from judge import check, entered, passive_fine, want
from probe import Silence, seconds


@check
def active_inbound_blocked(target):
    passive_fine(target)
    with entered(target) as session:
        listener = session.listen()
        try:
            code, text = session.active(listener)
        except Silence:
            want(True, "PORT is not answered while the server dials in vain")
            return
        want(code == 200, f"PORT: {text}")
        _, source, completion = session.fetch_active("LIST", listener, timeout=7)
        want(source is None and completion in (None, 425, 426), f"nothing comes in ({completion})")


@check
def active_address_refused(target):
    passive_fine(target)
    with entered(target) as session:
        listener = session.listen()
        began = time.monotonic()
        code, text = session.active(listener)
        want(code in (500, 501, 504, 530), f"PORT from {session.local}: {text} ({seconds(began):.2f} s)")


@check
def active_disabled(target):
    passive_fine(target)
    with entered(target) as session:
        listener = session.listen()
        port = listener.getsockname()[1]
        code, text = session.active(listener)
        want(code >= 500, f"PORT: {text}")
        code, text = session.do(f"EPRT |1|{session.local}|{port}|")
        want(code >= 500, f"EPRT: {text}")


def source_of_active(target):
    with entered(target) as session:
        listener = session.listen()
        code, text = session.active(listener)
        want(code == 200, f"PORT: {text}")
        _, source, completion = session.fetch_active("LIST", listener)
        want(source is not None and completion == 226, f"it comes from {source}")
        return session.peer, source


@check
def active_source_port(target):
    peer, source = source_of_active(target)
    want(source[0] == peer and source[1] != target.port - 1, f"the port is {source[1]}")


@check
def active_source_address(target):
    peer, source = source_of_active(target)
    want(source[0] != peer, f"the peer is {peer}")


@check
def active_port_collision(target, port=0):
    with entered(target) as session:
        listener = session.listen(port)
        results = []
        for _ in range(2):
            began = time.monotonic()
            source, completion = None, session.active(listener)[0]
            if completion == 200:
                _, source, completion = session.fetch_active("LIST", listener, timeout=4)
            results.append((source, completion))
            print(f"     {source}, {completion} after {seconds(began):.1f} s")
        want(results[0][1] == 226, "the first works")
        want(results[1][1] in (425, 426, None) and results[1][0] is None, "the second does not")
