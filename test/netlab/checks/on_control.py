"""The control connection: name, connect, greeting, login."""

import socket
import ssl
import time

from judge import check, entered, want
from probe import Closed, Session, Silence, dial, reach, seconds


@check
def dns_failure(target):
    try:
        found = socket.getaddrinfo(target.host, target.port, 0, socket.SOCK_STREAM)
    except socket.gaierror as error:
        want(True, f"the name does not resolve: {error}")
        return
    six = [a[4][0] for a in found if a[0] == socket.AF_INET6]
    four = [a[4][0] for a in found if a[0] == socket.AF_INET]
    want(six and all(reach(a, target.port) != "open" for a in six), f"IPv6 {six} cannot be reached")
    want(all(reach(a, target.port) == "open" for a in four), f"IPv4 {four} can")


@check
def control_filtered(target):
    want(reach(target.host, target.port) == "timeout", "connect times out")


@check
def control_refused(target):
    began = time.monotonic()
    want(reach(target.host, target.port) == "refused", f"connect is refused in {seconds(began):.2f} s")


@check
def control_unreachable(target):
    want(reach(target.host, target.port) == "unreachable", "connect ends in an ICMP error")


@check
def not_ftp(target, answers=None, knowsUser=True):
    try:
        with Session(target, timeout=3) as session:
            code, text = session.greeting
            if not knowsUser:
                code, text = session.do("USER x")
                want(code == 500, f"USER: {text}")
                return
            want(code not in (120, 220) or "SMTP" in text, f"the banner is {text!r}")
    except Silence:
        connection, _ = dial(target.host, target.port)
        if answers:
            connection.sendall(b"PING\r\n")
            answer = connection.recv(1000).decode()
            want(answer.startswith(answers), f"it answers {answer!r}")
            return
        try:
            context = ssl._create_unverified_context()
            secured = context.wrap_socket(connection)
            want(True, f"silence until a ClientHello, then {secured.version()}")
        except (ssl.SSLError, OSError):
            connection, _ = dial(target.host, target.port)
            connection.sendall(b"USER x\r\n\r\n")
            answer = connection.recv(1000)
            want(b"HTTP" in answer or b"html" in answer.lower(), f"it answers {answer[:40]!r}")


@check
def greeting_stalled(target, least=9):
    began = time.monotonic()
    try:
        Session(target, timeout=9).__exit__()
        want(seconds(began) > least, f"greeted after {seconds(began):.1f} s")
    except Silence:
        want(True, "connected, and nothing in 9 s")


@check
def connection_limit(target, first=False, how=None, data=False):
    if data:
        with entered(target) as session:
            dials = [reach(*session.passive(True), 1) for _ in range(9)]
            want(dials[:6] == ["open"] * 6 and "timeout" in dials[6:], f"in turn: {dials}")
        return
    if how:
        kept = [dial(target.host, target.port, 1) for _ in range(16)]
        want(kept[0][1] == "open" and kept[-1][1] == how, f"in turn: {[one[1] for one in kept]}")
        return
    with Session(target) as one:
        if first:
            want(one.greeting[0] == 421, f"first: {one.greeting[1]}")
            return
        want(one.login()[0] == 230, "the first session works")
        try:
            with Session(target) as two:
                want(two.greeting[0] == 421, f"second: {two.greeting[1]}")
        except Closed:
            want(False, "the second closes without a word")


@check
def login_refused(target):
    with Session(target) as session:
        code, text = session.login()
        want(code in (500, 530, 532), f"login: {text}")


@check
def client_banned(target):
    session = entered(target)
    how = [reach(*session.passive(), 2) for _ in range(4)]
    try:
        for _ in range(8):
            how.append(reach(*session.passive(), 2))
        want(False, f"in turn: {how}")
    except Silence as error:
        want(how[0] == "open", f"in turn: {how}, then {error}")
    want(reach(target.host, target.port) == "timeout", "a new connection times out")


@check
def greeting_malformed(target):
    with Session(target) as session:
        want(session.greeting[0] == 0, f"first line: {session.greeting[1]}")
        code, text = session.reply()
        while code == 0:
            code, text = session.reply()
        want(code == 220, text)


@check
def directory_refused(target, directory):
    with entered(target) as session:
        code, text = session.do(f"CWD {directory}")
        want(code >= 500, text)


@check
def access_denied(target, command):
    with entered(target) as session:
        dial(*session.passive())
        code, text = session.do(command)
        want(code >= 500, text)
