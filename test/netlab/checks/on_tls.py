"""TLS."""

import socket
import ssl

from judge import check, entered, plain_target, want, works
from probe import Closed, Session, dial


@check
def clear_text(target):
    with entered(target) as session:
        want(session.do("NOOP")[0] == 200, "a login in clear works")
    with Session(target) as session:
        code, text = session.do("AUTH TLS")
        want(code >= 400, f"AUTH TLS: {text}")


@check
def tls_required(target):
    with Session(target) as session:
        try:
            code, text = session.login(tls=False)
        except Closed as error:
            code, text = 0, str(error)
        want(code != 230, f"plain: {text}")
    with Session(target) as session:
        want(session.login(tls=True)[0] == 230, "TLS first works")


@check
def tls_untrusted(target, reason):
    with Session(target, greet=False) if target.scheme == "ftpes" else Session(plain_target(target), greet=False) as session:
        try:
            if target.scheme == "ftpes":
                session.reply()
                session.start_tls(verify=True)
            else:
                session.target = target
                session.handshake(verify=True)
            want(False, "the certificate verifies")
        except ssl.SSLCertVerificationError as error:
            want(reason in error.verify_message or reason in str(error), f"{error.verify_message}")
    with Session(target) as session:
        want(session.login()[0] == 230, "without verification it works")


@check
def tls_handshake_failed(target, after=False, clear=False, data=False):
    if data:
        with entered(target) as session:
            try:
                want(not works(session), "no listing comes under TLS")
            except (Closed, OSError) as error:
                want(True, f"data under TLS: {error}")
        return
    if clear:
        with Session(plain_target(target)) as session:
            want(session.greeting[0] == 220, f"in clear: {session.greeting[1]}")
        return
    if after:
        with Session(target) as session:
            session.start_tls()
            try:
                want(False, f"USER: {session.do('USER x')}")
            except (Closed, OSError) as error:
                want(True, f"after the handshake: {error}")
        return
    with Session(target) as session:
        try:
            session.start_tls()
            want(False, f"handshake works: {session.socket.version()}")
        except (ssl.SSLError, OSError) as error:
            want(True, f"handshake: {error}")
    with Session(target) as session:
        want(session.login(tls=False)[0] == 230, "plain works")


@check
def tls_data_protection_required(target, refuses=False):
    with entered(target, protect=False) as session:
        if refuses:
            session.do("PBSZ 0")
            code, text = session.do("PROT P")
            want(code in (431, 534, 536, 504), f"PROT P: {text}")
            return
        try:
            address, port = session.passive()
            session.send("LIST")
            dial(address, port)
            code, text = session.reply()
            code, text = session.reply() if code < 200 else (code, text)
        except AssertionError as refused:
            code, text = int(str(refused)[6:9]), str(refused)
        want(code in (521, 522, 534, 425, 431, 550), f"plain data: {text}")
    with entered(target, tls=True) as session:
        want(works(session, resume=True), "with PROT P it works")


@check
def tls_session_reuse_required(target, possible=True):
    with entered(target) as session:
        _, ended, completion, _ = session.fetch("LIST")
        want(completion in (425, 450, 522, 0, 421), f"without resumption: {completion}, {ended}")
    with entered(target) as session:
        _, ended, completion, _ = session.fetch("LIST", resume=True)
        good = completion == 226
        want(good == possible, f"with resumption: {completion}, {ended}")


@check
def tls_close_notify(target):
    with entered(target, tls=False) as session:
        want(works(session), "plain works")
    with entered(target) as session:
        data, ended, completion, _ = session.fetch("LIST", timeout=4)
        want(len(data) > 60, f"{len(data)} bytes came, all of them ({ended})")
        want(completion not in (226, 250), f"and then {completion}")
