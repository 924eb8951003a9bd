"""aioftp's server: two accounts and strangers; TLS only from the first byte, as it has no AUTH."""

import asyncio
import os
import ssl

import aioftp

env = os.environ


def user(login, password, name):
    return aioftp.User(login, password, base_path=os.path.join(env["FTP_ROOT"], name))


context = None
if env["FTP_TLS"] == "implicit":
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(env["FTP_CERTIFICATE"], env["FTP_KEY"])

users = (
    user(env["FTP_USER"], env["FTP_PASSWORD"], env["FTP_USER"]),
    user(env["FTP_SECOND_USER"], env["FTP_SECOND_PASSWORD"], env["FTP_SECOND_USER"]),
    aioftp.User(
        "anonymous",
        base_path=os.path.join(env["FTP_ROOT"], "anonymous"),
        permissions=[aioftp.Permission(writable=False)],
    ),
)
server = aioftp.Server(users, ssl=context)
asyncio.run(server.run(env["FTP_HOST"], int(env["FTP_PORT"])))
