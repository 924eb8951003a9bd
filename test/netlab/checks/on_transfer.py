"""The transfer itself, and what is healthy."""

import socket
import time

from judge import active_works, addresses_of, check, entered, passive_fine, resumes, want, works
from probe import Closed, Session, Silence, dial, seconds


def fetch_large(target, timeout=14, **options):
    session = entered(target)
    session.do("TYPE I")
    code, text = session.do("SIZE /large.bin")
    began = time.monotonic()
    data, ended, completion, _ = session.fetch("RETR /large.bin", timeout=timeout, **options)
    print(f"     {len(data)} of {text[4:]} bytes in {seconds(began):.1f} s, {ended}, {completion}")
    return session, len(data), int(text[4:]) if code == 213 else None, ended, completion


@check
def control_dropped_during_transfer(target):
    passive_fine(target)
    session, got, size, ended, completion = fetch_large(target, timeout=8)
    want(got == size and ended == "end", "the file is complete")
    want(completion is None, "226 never comes")


@check
def server_idle_timeout(target):
    passive_fine(target)
    session, got, size, ended, completion = fetch_large(target)
    want(completion in (0, 421), f"the session ends: {completion}")


@check
def path_mtu_black_hole(target, directory=None, ipv6=False):
    if directory:
        with entered(target) as session:
            want(works(session, "LIST docs"), "a small listing comes")
            data, ended, _, code = session.fetch(f"LIST {directory}", timeout=5)
            want(code in (125, 150) and not data and ended == "timeout", "a large listing does not")
        return
    if ipv6:
        for address in addresses_of(target).values():
            with Session(target, address).entered() as session:
                session.do("TYPE I")
                data, ended, _, _ = session.fetch("RETR /large.bin", timeout=5)
                want((ended == "timeout") == (":" in address), f"{address}: {len(data)} bytes, {ended}")
        return
    passive_fine(target)
    session, got, size, ended, completion = fetch_large(target, timeout=5)
    want(got < 100_000 and ended == "timeout", "a large transfer stalls at once")
    with entered(target) as again:
        want(again.do("NOOP")[0] == 200, "control is alive")


@check
def transfer_stalled(target, after=0, silent=False):
    if silent:
        with entered(target) as session:
            try:
                want(False, f"LIST: {session.fetch('LIST', timeout=5)}")
            except Silence as error:
                want(True, f"LIST: {error}")
        return
    if after == 0:
        with entered(target) as session:
            data, ended, completion, code = session.fetch("LIST", timeout=5)
            want(code in (125, 150) and not data and ended == "timeout", f"LIST: {code}, then nothing")
        return
    passive_fine(target)
    session, got, size, ended, completion = fetch_large(target, timeout=5)
    want(after <= got < size and ended == "timeout", "it stops half-way")


@check
def transfer_late(target, upload=False, never=False, listing=False):
    if listing:
        session = entered(target)
        dial(*session.passive())
        began = time.monotonic()
        code, text = session.do("LIST", timeout=60)
        want(code in (125, 150) and seconds(began) > 8, f"{text} after {seconds(began):.1f} s")
        return
    passive_fine(target)
    session = entered(target)
    session.do("TYPE I")
    data, _ = dial(*session.passive())
    session.send("STOR late.bin" if upload else "RETR /large.bin")
    want(session.reply()[0] in (125, 150), "the transfer opens")
    began = time.monotonic()
    if upload:
        data.sendall(b"late" * 1000)
        data.shutdown(socket.SHUT_WR)
    else:
        data.settimeout(60)
        while data.recv(65536):
            pass
    try:
        code, text = session.reply(60 if not never else 12)
        want(code == 226 and seconds(began) > 8 and not never, f"{text} after {seconds(began):.1f} s")
    except Silence:
        want(never, "no completion in 12 s")
        want(session.do("NOOP")[0] == 200, "NOOP is answered")


@check
def transfer_truncated(target):
    passive_fine(target)
    session, got, size, ended, completion = fetch_large(target)
    want(got < size and ended in ("end", "reset"), "the data ends early")


@check
def control_closed(target, command, login=True):
    with Session(target) as session:
        try:
            if login:
                session.entered(protect=False)
            if command == "LIST":
                dial(*session.passive())
            if login:
                session.do(command)
            else:
                session.login()
            want(False, f"{command} is answered")
        except Closed as error:
            want(True, f"at {command}: {error}")


@check
def packet_loss(target):
    took = []
    for _ in range(40):
        began = time.monotonic()
        dial(target.host, target.port, timeout=8)[0].close()
        took.append(seconds(began))
    again = [one for one in took if one >= 0.9]
    want(len(again) >= 4, f"of 40 connections {len(again)} opened at a later SYN")
    want(min(took) < 0.3, f"the quickest in {min(took):.3f} s")


@check
def healthy(target, empty=False, large=True, active=False):
    families = {a[0]: a[4][0] for a in socket.getaddrinfo(target.host, target.port, 0, socket.SOCK_STREAM)}
    for address in families.values():
        with Session(target, address).entered() as session:
            if not empty:
                session.do("TYPE A")
            for extended in (True, False):
                if extended or ":" not in session.peer:
                    want(works(session, endpoint=session.passive(extended), resume=resumes(target)), f"{address}: EPSV {extended}")
    if large and not empty:
        session, got, size, ended, completion = fetch_large(target, resume=resumes(target))
        want(got == size and completion == 226, "a large file comes")
    if active:
        with entered(target) as session:
            want(active_works(session), "active works")
