"""A small FTP client of its own, so that situations are not checked by what is tested in them."""

import re
import socket
import ssl
import time
from urllib.parse import unquote, urlsplit


class Silence(Exception):
    """Nothing came in time."""


class Closed(Exception):
    """The peer ended the connection; the text says how."""


class Target:
    def __init__(self, url, ca=None):
        parts = urlsplit(url)
        self.scheme = parts.scheme
        self.host = parts.hostname
        self.port = parts.port or (990 if parts.scheme == "ftps" else 21)
        self.user = unquote(parts.username or "anonymous")
        self.password = unquote(parts.password or "probe@example.net")
        self.ca = ca

    @property
    def tls(self):
        return self.scheme in ("ftps", "ftpes")


def outcome(error):
    if isinstance(error, (socket.timeout, TimeoutError)):
        return "timeout"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    return "unreachable" if isinstance(error, OSError) else type(error).__name__


def dial(address, port, timeout=5, source=None):
    """(socket, 'open') or (None, 'timeout' | 'refused' | 'unreachable')."""
    try:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        connection = socket.socket(family)
        connection.settimeout(timeout)
        connection.connect((address, port))
        return connection, "open"
    except OSError as error:
        return None, outcome(error)


def reach(address, port, timeout=5):
    connection, how = dial(address, port, timeout)
    if connection:
        connection.close()
    return how


def endpoint(text):
    """(address, port) of a 227."""
    numbers = re.search(r"(\d+),(\d+),(\d+),(\d+),(\d+),(\d+)", text)
    if not numbers:
        raise AssertionError(f"no endpoint: {text}")
    n = numbers.groups()
    return ".".join(n[:4]), int(n[4]) * 256 + int(n[5])


class Session:
    """One control connection; every wait ends after `timeout` seconds."""

    def __init__(self, target, address=None, timeout=8, greet=True):
        self.target = target
        self.timeout = timeout
        self.secure = False
        self.context = None
        self.buffer = b""
        where = address or socket.getaddrinfo(target.host, target.port, 0, socket.SOCK_STREAM)[0][4][0]
        self.socket = socket.create_connection((where, target.port), timeout)
        self.peer = self.socket.getpeername()[0]
        self.local = self.socket.getsockname()[0]
        self.greeting = None
        if target.scheme == "ftps":
            self.handshake()
        if greet:
            self.greeting = self.reply()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def line(self, timeout=None):
        self.socket.settimeout(timeout or self.timeout)
        while b"\n" not in self.buffer:
            try:
                chunk = self.socket.recv(4096)
            except (socket.timeout, TimeoutError):
                raise Silence(f"silence (had {self.buffer!r})") from None
            except (OSError, ssl.SSLError) as error:
                raise Closed(str(error)) from None
            if not chunk:
                raise Closed("closed")
            self.buffer += chunk
        line, _, self.buffer = self.buffer.partition(b"\n")
        return line.decode("latin-1").rstrip("\r")

    def reply(self, timeout=None):
        """(code, text) of one reply; code 0 when it is no reply."""
        first = self.line(timeout)
        if not re.match(r"\d{3}[ -]", first):
            return 0, first
        code, text = first[:3], first
        while first[3] == "-":
            line = self.line(timeout)
            text += "\n" + line
            if line.startswith(code + " "):
                break
        return int(code), text

    def send(self, command):
        try:
            self.socket.sendall(command.encode() + b"\r\n")
        except OSError as error:
            raise Closed(str(error)) from None

    def do(self, command, timeout=None):
        self.send(command)
        return self.reply(timeout)

    def handshake(self, verify=False):
        self.context = ssl.create_default_context(cafile=self.target.ca)
        if not verify:
            self.context.check_hostname = False
            self.context.verify_mode = ssl.CERT_NONE
        self.context.options |= getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
        self.socket = self.context.wrap_socket(self.socket, server_hostname=self.target.host)
        self.secure = True

    def start_tls(self, verify=False):
        code, text = self.do("AUTH TLS")
        if code != 234:
            raise AssertionError(f"AUTH TLS: {text}")
        self.handshake(verify)

    def login(self, tls=None, protect=True):
        """Logs in as the URL says; `tls` chooses otherwise. @return the last reply"""
        if (self.target.scheme == "ftpes" if tls is None else tls) and not self.secure:
            self.start_tls()
        code, text = self.do(f"USER {self.target.user}")
        if code == 331:
            code, text = self.do(f"PASS {self.target.password}")
        if code == 230 and self.secure and protect:
            self.do("PBSZ 0")
            self.do("PROT P")
        return code, text

    def entered(self, **options):
        code, text = self.login(**options)
        if code != 230:
            raise AssertionError(f"login: {text}")
        return self

    def pasv(self):
        """(address, port) of 227."""
        code, text = self.do("PASV")
        if code != 227:
            raise AssertionError(f"PASV: {text}")
        return endpoint(text)

    def epsv(self):
        """Port of 229."""
        code, text = self.do("EPSV")
        port = re.search(r"\|\|\|(\d+)\|", text)
        if code != 229 or not port:
            raise AssertionError(f"EPSV: {text}")
        return int(port.group(1))

    def passive(self, extended=None):
        """(address, port) to dial; EPSV over IPv6, PASV over IPv4 unless said otherwise."""
        if ":" in self.peer if extended is None else extended:
            return self.peer, self.epsv()
        return self.pasv()

    def listen(self, port=0):
        family = socket.AF_INET6 if ":" in self.local else socket.AF_INET
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self.local, port))
        listener.listen()
        return listener

    def active(self, listener, address=None):
        """Announces a listener by PORT or EPRT. @return the reply"""
        address, port = address or listener.getsockname()[0], listener.getsockname()[1]
        if ":" in address:
            return self.do(f"EPRT |2|{address}|{port}|")
        return self.do(f"PORT {address.replace('.', ',')},{port >> 8},{port & 255}")

    def receive(self, connection, limit=None, timeout=8, resume=False):
        """(bytes, how it ended: 'end' | 'timeout' | 'reset' | 'tls')."""
        connection.settimeout(timeout)
        data = b""
        try:
            if self.secure:
                session = self.socket.session if resume else None
                connection = self.context.wrap_socket(
                    connection, server_hostname=self.target.host, session=session
                )
            while limit is None or len(data) < limit:
                chunk = connection.recv(65536)
                if not chunk:
                    return data, "end"
                data += chunk
            return data, "limit"
        except (socket.timeout, TimeoutError):
            return data, "timeout"
        except ssl.SSLError as error:
            return data, f"tls {error.reason}"
        except OSError:
            return data, "reset"
        finally:
            connection.close()

    def fetch(self, command, endpoint=None, resume=False, timeout=8, preliminary=True):
        """Passive transfer. @return (bytes, how it ended, completion code or None, preliminary)"""
        address, port = endpoint or self.passive()
        self.send(command)
        connection, how = dial(address, port)
        if not connection:
            return b"", how, None, None
        code = self.reply()[0] if preliminary else None
        if code is not None and code >= 400:
            connection.close()
            return b"", "refused by reply", code, code
        data, ended = self.receive(connection, timeout=timeout, resume=resume)
        try:
            completion = self.reply(timeout)[0]
        except Silence:
            completion = None
        except Closed:
            completion = 0
        return data, ended, completion, code

    def fetch_active(self, command, listener, timeout=6):
        """(bytes, address and port the server came from or None, completion or None)."""
        listener.settimeout(timeout)
        self.send(command)
        try:
            connection, source = listener.accept()
        except (socket.timeout, TimeoutError):
            try:
                return b"", None, self.reply(1)[0]
            except Silence:
                return b"", None, None
        code = self.reply()[0]
        data, _ = self.receive(connection)
        return data, source[:2], self.reply()[0] if code < 200 else code


def seconds(since):
    return time.monotonic() - since
