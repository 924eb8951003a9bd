"""pyftpdlib with the accounts of the image, strangers, and TLS on offer."""

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import TLS_FTPHandler
from pyftpdlib.servers import FTPServer

authorizer = DummyAuthorizer()
authorizer.add_user("ftpspec", "open-sesame", "/home/ftpspec", perm="elradfmwMT")
authorizer.add_user("another", "open window", "/home/another", perm="elradfmwMT")
authorizer.add_anonymous("/srv/ftp")


class Handler(TLS_FTPHandler):
    certfile = "/etc/ftpspec/both.pem"
    use_gmt_times = True


Handler.authorizer = authorizer
server = FTPServer(("::", 21), Handler)
# Many sessions from one address.
server.max_cons = 0
server.max_cons_per_ip = 0
server.serve_forever()
