"""What stands in between."""

from judge import active_works, check, entered, every_dial, passive_fine, plain_target, want, works
from probe import Session, Silence, reach


@check
def alg_rewrites(target, part):
    if part == "argument":
        passive_fine(target)
        for tls in (False, True):
            with entered(target, tls=tls, protect=False) as session:
                if tls:
                    session.do("PBSZ 0")
                    session.do("PROT C")
                listener = session.listen()
                code, text = session.active(listener)
                if code == 200:
                    secure, session.secure = session.secure, False
                    session.socket, plainly = session.socket, session.socket
                    _, source, code = session.fetch_active("LIST", listener, timeout=4)
                    session.secure, session.socket = secure, plainly
                want((code == 226) == tls, f"PORT {'under TLS' if tls else 'in plain'}: {code}")
        return
    with entered(target, tls=False) as session:
        address, port = session.pasv()
        want((address != session.peer) == (part == "address"), f"plain: {address} port {port}")
        want(reach(address, port) != "open", "it cannot be reached")
    with entered(target, tls=True) as session:
        address, port = session.pasv()
        want(address == session.peer, f"TLS: {address} port {port}")
        want(works(session, endpoint=(address, port), resume=True), "and it works")


@check
def alg_blinded_by_tls(target):
    with entered(target, tls=False) as session:
        want(works(session), "plain: works")
        want(works(session, endpoint=session.passive(True)), "plain: works by EPSV")
    with entered(target, tls=True) as session:
        address, port = session.passive(True)
        want(reach(address, port) != "open", f"TLS: port {port} cannot be reached")


@check
def alg_drops_reply(target, command):
    with entered(target) as session:
        want(session.do("NOOP")[0] == 200, "NOOP is fine")
        try:
            code, text = session.do(command, 6)
            want(False, f"{command}: {text}")
        except Silence:
            want(True, f"{command}: silence")


@check
def inspection_masks(target, commands, banner):
    with Session(target) as session:
        if banner:
            want("***" in session.greeting[1], f"banner: {session.greeting[1]!r}")
        if "AUTH TLS" not in commands:
            session.entered()
        for command in commands:
            code, text = session.do(command)
            want(code in (500, 502) and "XXX" in text or code in (500, 530), f"{command}: {text}")


@check
def helper_missing(target):
    every_dial(target, "timeout")
    with entered(target) as session:
        want(not active_works(session), "active does not work either")


@check
def helper_port_21_only(target):
    helper_missing(target)
    other = plain_target(target)
    other.port = 21
    with entered(other) as session:
        want(works(session), "on port 21 it works")
