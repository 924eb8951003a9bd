"""Twisted's FTP server (twisted.protocols.ftp): two accounts and strangers; it has no TLS."""

import os

from twisted.cred.checkers import AllowAnonymousAccess, InMemoryUsernamePasswordDatabaseDontUse
from twisted.cred.portal import Portal
from twisted.internet import reactor
from twisted.protocols.ftp import FTPFactory, FTPRealm

env = os.environ
# The realm joins the account's name to the folder of homes.
realm = FTPRealm(os.path.join(env["FTP_ROOT"], "anonymous"), userHome=env["FTP_ROOT"])
accounts = InMemoryUsernamePasswordDatabaseDontUse()
accounts.addUser(env["FTP_USER"], env["FTP_PASSWORD"])
accounts.addUser(env["FTP_SECOND_USER"], env["FTP_SECOND_PASSWORD"])
portal = Portal(realm, [AllowAnonymousAccess(), accounts])
reactor.listenTCP(int(env["FTP_PORT"]), FTPFactory(portal), interface=env["FTP_HOST"])
reactor.run()
