"""pyftpdlib as its own documentation sets it up: two accounts, strangers, TLS on offer."""

import os

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import TLS_FTPHandler
from pyftpdlib.servers import FTPServer

env = os.environ
authorizer = DummyAuthorizer()
for user, password in (("FTP_USER", "FTP_PASSWORD"), ("FTP_SECOND_USER", "FTP_SECOND_PASSWORD")):
    home = os.path.join(env["FTP_ROOT"], env[user])
    authorizer.add_user(env[user], env[password], home, perm="elradfmwMT")
authorizer.add_anonymous(os.path.join(env["FTP_ROOT"], "anonymous"))


class Handler(TLS_FTPHandler):
    certfile = env["FTP_BOTH"]
    use_gmt_times = True


Handler.authorizer = authorizer
server = FTPServer((env["FTP_HOST"], int(env["FTP_PORT"])), Handler)
# Many sessions from one address.
server.max_cons = 0
server.max_cons_per_ip = 0
server.serve_forever()
