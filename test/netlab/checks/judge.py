"""What the checks share: the registry, the verdict, and small uses of the client."""

import socket

from probe import Session, Silence, Target, reach

checks = {}


def check(function):
    checks[function.__name__.replace("_", "-")] = function
    return function


def want(truth, text):
    print(("yes  " if truth else "NO   ") + text)
    if not truth:
        raise AssertionError(text)


def works(session, command="LIST", **options):
    data, ended, completion, _ = session.fetch(command, **options)
    return ended == "end" and completion is not None and 200 <= completion < 300


def active_works(session):
    listener = session.listen()
    try:
        code, _ = session.active(listener)
    except Silence:
        return False
    if code != 200:
        return False
    _, source, completion = session.fetch_active("LIST", listener, timeout=4)
    return source is not None and completion is not None and 200 <= completion < 300


def entered(target, **options):
    return Session(target).entered(**options)


def plain_target(target):
    other = Target("ftp://h", target.ca)
    other.host, other.port, other.user, other.password = (
        target.host, target.port, target.user, target.password,
    )
    return other


def passive_fine(target):
    with entered(target) as session:
        want(works(session, resume=True), "passive works")


def addresses_of(target):
    """By family."""
    found = socket.getaddrinfo(target.host, target.port, 0, socket.SOCK_STREAM)
    return {one[0]: one[4][0] for one in found}


def every_dial(target, how, address=None):
    for extended in (True, False):
        with Session(target, address).entered() as session:
            if not extended and ":" in session.peer:
                continue
            for _ in range(2):
                address, port = session.passive(extended)
                want(address == session.peer, f"the address is right ({address})")
                want(reach(address, port) == how, f"port {port}: {how}")


def every_dial_over_ipv4(target, how):
    addresses = addresses_of(target)
    every_dial(target, how, addresses[socket.AF_INET])
    with Session(target, addresses[socket.AF_INET6]).entered() as session:
        want(works(session, resume=True), "IPv6 works")


def resumes(target):
    """pyftpdlib cannot resume, vsftpd may demand it: try, as a good client does."""
    if not target.tls:
        return False
    with entered(target) as session:
        return works(session, resume=True)
