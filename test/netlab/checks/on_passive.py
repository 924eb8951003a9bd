"""Passive mode."""

import socket
import time

from judge import active_works, check, entered, every_dial, every_dial_over_ipv4, want, works
from probe import Closed, Session, Silence, dial, endpoint, reach, seconds


@check
def passive_address_private(target, alone=True):
    with entered(target) as session:
        address, port = session.pasv()
        first = [int(n) for n in address.split(".")[:2]]
        private = (
            first[0] == 10
            or (first[0] == 172 and 16 <= first[1] < 32)
            or first == [192, 168]
            or (first[0] == 100 and 64 <= first[1] < 128)
            or first in ([198, 18], [198, 19])
        )
        want(private and address != session.peer, f"227 names {address}, the peer is {session.peer}")
        want(reach(address, port) != "open", "the announced address cannot be reached")
        if not alone:
            return
        _, port = session.pasv()
        want(works(session, endpoint=(session.peer, port), resume=True), "the peer's address works")


@check
def passive_address_unusable(target, address):
    with entered(target) as session:
        named, port = session.pasv()
        want(named == address, f"227 names {named}")
        want(works(session, endpoint=(session.peer, port)), "the peer's address works")


@check
def passive_address_foreign(target):
    with entered(target) as session:
        address, port = session.pasv()
        want(address != session.peer, f"227 names {address}, the peer is {session.peer}")
        want(reach(address, port) != "open", "the announced address cannot be reached")
        _, port = session.pasv()
        want(works(session, endpoint=(session.peer, port)), "the peer's address works")


@check
def passive_ports_filtered(target, active=True, ipv4=False, peer=False):
    if peer:
        with entered(target) as session:
            for _ in range(3):
                _, port = session.pasv()
                want(reach(session.peer, port) == "timeout", f"port {port} of the peer: timeout")
        return
    if ipv4:
        every_dial_over_ipv4(target, "timeout")
        return
    every_dial(target, "timeout")
    with entered(target) as session:
        want(session.secure or active_works(session) == active, f"active works: {active}")


@check
def passive_ports_refused(target, ipv4=False):
    if ipv4:
        every_dial_over_ipv4(target, "refused")
        return
    every_dial(target, "refused")
    with entered(target) as session:
        want(session.secure or active_works(session), "active works")


@check
def passive_ports_partly_open(target, closed=None, holes=(), peer=False):
    with entered(target) as session:
        seen = {True: 0, False: 0}
        for _ in range(60 if holes else 12):
            address, port = session.passive()
            if peer:
                address = session.peer
            shut = port in holes if holes else closed[0] <= port <= closed[1]
            if shut and seen[True] > 1:
                continue
            seen[shut] += 1
            want((reach(address, port, 2) == "open") != shut, f"port {port} {'shut' if shut else 'open'}")
        want(seen[True] > 0 and seen[False] > 0, f"{seen[False]} open, {seen[True]} shut")


@check
def passive_port_hijacked(target, port, how):
    there, others = [], []
    began = time.monotonic()
    while seconds(began) < 20 and (len(there) < 2 or len(others) < 3):
        with entered(target) as session:
            address, announced = session.passive()
            (there if announced == port else others).append(reach(address, announced, 2))
    want(len(there) > 1 and set(there) == {how}, f"port {port}: {there}")
    want(len(others) > 2 and set(others) == {"open"}, f"{len(others)} other dials: open")


@check
def passive_range_exhausted(target, together=False, filtered=False):
    with entered(target) as session:
        want(works(session), "the first transfer works")
    if together:
        sessions, codes = [], []
        for _ in range(4):
            try:
                session = entered(target)
                sessions.append(session)
                code, text = session.do("PASV", 20)
                if code == 227 and filtered and reach(*endpoint(text), 2) == "timeout":
                    code = "filtered"
                codes.append(code)
            except (Closed, Silence, AssertionError) as error:
                codes.append(str(error))
        for session in sessions:
            session.__exit__()
        want(any(code != 227 for code in codes) and codes[0] == 227, f"several at once: {codes}")
        began = time.monotonic()
        while seconds(began) < 20:
            with entered(target) as session:
                if session.do("PASV")[0] == 227:
                    want(True, "later fine again")
                    return
        want(False, "later fine again")
    codes = []
    with entered(target) as session:
        for _ in range(8):
            codes.append(session.do("PASV")[0])
    want(425 in codes and 227 in codes, f"in turn: {codes}")


@check
def passive_rejects_peer(target, tries=1):
    if tries > 1:
        works_or_not = []
        for _ in range(tries):
            with entered(target) as session:
                works_or_not.append(works(session))
        want(True in works_or_not and False in works_or_not, f"some are rejected: {works_or_not}")
        return
    with entered(target) as session:
        address, port = session.passive()
        session.send("LIST")
        connection, how = dial(address, port)
        want(how == "open", "the data connection is made")
        try:
            code, text = session.reply(4)
            if code < 200:
                data, ended = session.receive(connection)
                want(not data, f"150, then no data ({ended})")
                code, text = session.reply(20)
        except Silence:
            data, ended = session.receive(connection, timeout=4)
            want(not data and ended in ("end", "reset"), "no 150, and the data connection is closed")
            return
        want(code >= 400, f"then {text}")


@check
def passive_load_balanced(target):
    results, by_port = [], {}
    for _ in range(24):
        with entered(target) as session:
            address, port = session.pasv()
            how = reach(address, port)
            results.append(how)
            by_port.setdefault(port, set()).add(how)
    want({"open", "refused"} == set(results), f"{results.count('open')} open of {len(results)}")


@check
def passive_disabled(target):
    with entered(target) as session:
        for command in ("PASV", "EPSV"):
            code, text = session.do(command)
            want(code >= 500, f"{command}: {text}")


@check
def epsv_broken(target, refused=False):
    with entered(target) as session:
        if refused:
            code, text = session.do("EPSV")
            want(code >= 500, f"EPSV: {text}")
        else:
            port = session.epsv()
            want(reach(session.peer, port) != "open", f"229 names {port}, which is dead")
        want(works(session, endpoint=session.pasv()), "PASV works")


@check
def ipv6_data_broken(target, noEpsv=False):
    addresses = {a[0]: a[4][0] for a in socket.getaddrinfo(target.host, target.port, 0, socket.SOCK_STREAM)}
    with Session(target, addresses[socket.AF_INET6]).entered() as session:
        if noEpsv:
            code, text = session.do("EPSV")
            want(code >= 500, f"IPv6: EPSV: {text}")
        else:
            address, port = session.passive()
            want(reach(address, port) != "open", f"IPv6: port {port} cannot be reached")
    with Session(target, addresses[socket.AF_INET]).entered() as session:
        want(works(session), "IPv4: works")
