"""A real IMAP server (Dovecot) with one mailbox, as root or not, and mails to put into it."""

import getpass
import grp
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.api.receiving import free_port
from tests.waiting import wait_until

DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/sbin")
_CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
mail_location = maildir:{folder}/mail
first_valid_uid = 0
first_valid_gid = 0
auth_failure_delay = 0
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
ssl_dh =
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
namespace inbox {{
  inbox = yes
}}
"""


@dataclass
class Maildir:
    """A mailbox: its folder, and where it is served."""

    folder: Path
    port: int

    def deliver(self, mail: bytes) -> None:
        """Put a mail into it, as a mail server does."""
        inbox = self.folder / "mail"
        for name in ("tmp", "new", "cur"):
            (inbox / name).mkdir(parents=True, exist_ok=True)
        name = f"{time.time_ns()}.{len(list(inbox.glob('*/*')))}.test"
        (inbox / "tmp" / name).write_bytes(mail)
        for path in (inbox, *inbox.glob("*"), inbox / "tmp" / name):
            os.chown(path, *_owner())
        (inbox / "tmp" / name).rename(inbox / "new" / name)

    def mails(self, folder: str = "") -> list[bytes]:
        """What is in a folder; "" where mail arrives."""
        found = self.folder / "mail" / (f".{folder}" if folder else "")
        return [file.read_bytes() for name in ("new", "cur") for file in sorted(found.glob(f"{name}/*"))]


@contextmanager
def imap_server(certified: Path, password: str) -> Generator[Maildir]:
    """Dovecot with TLS on the loopback, by server.pem and server.key of a folder, until the block ends."""
    # Of its own, since its users have to get there: folders of tests are closed.
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        for name in ("server.pem", "server.key"):
            shutil.copy(certified / name, folder / name)
        with _serving(folder, password) as started:
            yield started


def _owner() -> tuple[int, int]:
    """Whose the mails are: it serves none of root's."""
    own = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    return own.pw_uid, own.pw_gid


@contextmanager
def _serving(folder: Path, password: str) -> Generator[Maildir]:
    port, group = free_port(), grp.getgrgid(os.getgid()).gr_name
    told = {"folder": folder, "port": port, "group": group, "password": password}
    # As root it wants users of its own, which the Debian package makes.
    mine = getpass.getuser()
    told |= {"internal": "dovecot", "login": "dovenull"} if os.getuid() == 0 else {"internal": mine, "login": mine}
    uid, gid = _owner()
    for name in ("run", "state", "home", "mail"):
        (folder / name).mkdir()
        os.chown(folder / name, *((uid, gid) if name in {"home", "mail"} else (-1, -1)))
    file = folder / "dovecot.conf"
    file.write_text(_CONFIGURATION.format(**told, uid=uid, gid=gid), encoding="utf-8")
    running = subprocess.Popen([str(DOVECOT), "-F", "-c", str(file)], stderr=subprocess.PIPE)
    try:
        _wait(folder, running)
        yield Maildir(folder, port)
    finally:
        running.terminate()
        running.communicate(timeout=20)


def _wait(folder: Path, running: "subprocess.Popen[bytes]") -> None:
    log = folder / "dovecot.log"
    wait_until(lambda: running.poll() is not None or (log.exists() and "starting up" in log.read_text()))
    if running.poll() is not None:
        _, told = running.communicate()
        raise AssertionError(told.decode() + (log.read_text() if log.exists() else ""))
