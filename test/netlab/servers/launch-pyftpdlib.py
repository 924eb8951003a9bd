"""Starts pyftpdlib with the settings of a JSON file."""

import json
import socket
import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import ActiveDTP, DTPHandler, FTPHandler, ThrottledDTPHandler
from pyftpdlib.servers import FTPServer

with open(sys.argv[1]) as file:
    settings = json.load(file)


class FromOnePort(ActiveDTP):
    """Leaves from one fixed port, with no SO_REUSEADDR: TIME_WAIT holds the port."""

    def __init__(self, ip, port, cmd_channel):
        self.target = (ip, port)
        super().__init__(ip, port, cmd_channel)

    def connect_af_unspecified(self, addr, source_address=None):
        self.create_socket(socket.AF_INET)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        self.bind((self.cmd_channel.socket.getsockname()[0], settings["activeFrom"]))
        self.connect(addr)
        return socket.AF_INET


if "certificate" in settings:
    from pyftpdlib.handlers import TLS_DTPHandler, TLS_FTPHandler

    base, dtp = TLS_FTPHandler, TLS_DTPHandler
else:
    base, dtp = FTPHandler, DTPHandler


class Handler(base):
    def on_connect(self):
        if "sessionLimit" in settings:
            self.ioloop.call_later(settings["sessionLimit"], self.end_of_session)

    def end_of_session(self):
        if not self._closed:
            self.respond("421 Session timed out.")
            self.close()


authorizer = DummyAuthorizer()
permissions = settings.get("permissions", "elradfmwMT")
authorizer.add_user("tester", "secret", settings["home"], perm=permissions)
authorizer.add_user("ann", "p@ss:word", settings["home"], perm=permissions)
if settings.get("anonymous"):
    authorizer.add_anonymous(settings["pub"])


def later(name):
    """The handler of a listing, carried out some time after it was asked for."""
    at_once = getattr(Handler, name)

    def wait(self, path):
        self.ioloop.call_later(settings["listAfter"], lambda: at_once(self, path))

    return wait


if "listAfter" in settings:
    for name in ("ftp_LIST", "ftp_NLST", "ftp_MLSD"):
        setattr(Handler, name, later(name))

Handler.authorizer = authorizer
Handler.use_gmt_times = True
if settings["range"]:
    Handler.passive_ports = range(settings["range"][0], settings["range"][1] + 1)
if "certificate" in settings:
    Handler.certfile = settings["certificate"]
if "rate" in settings:

    class Throttled(ThrottledDTPHandler if dtp is DTPHandler else dtp):
        read_limit = settings["rate"]
        write_limit = settings["rate"]

    Handler.dtp_handler = Throttled
if "activeFrom" in settings:
    Handler.active_dtp = FromOnePort
Handler.proto_cmds = {
    name: command
    for name, command in Handler.proto_cmds.items()
    if name not in settings.get("without", [])
}
for name, value in settings.get("handler", {}).items():
    setattr(Handler, name, value)

server = FTPServer((settings.get("host", "::"), settings["port"]), Handler)
for name, value in settings.get("server", {}).items():
    setattr(server, name, value)
server.serve_forever()
