"""No account is locked by scans: a real sshd and sudo, whose PAM locks an account after three refusals."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from discovery_agent.scan.job import Attempt, Credential, Job
from discovery_agent.scan.run import run
from discovery_agent.scan.target_scan import load_methods
from discovery_agent.secret import Secret
from graph_schema.report import Report
from tests.discovery_agent.ssh.sshd import LIMITS, SSHD, Server, running_sshd

USER, RIGHT, WRONG = "plumbscan", "open sesame", "closed sesame"
ADDRESSES = [f"127.0.0.{last}" for last in range(1, 5)]
PAM = "/lib/x86_64-linux-gnu/security/pam_faillock.so", "/usr/lib64/security/pam_faillock.so"
# In a mount namespace of its own, so that nothing of this machine changes.
PLACE = """
set -e
F=$1; shift
mount --make-rprivate /
for f in passwd shadow group; do cp /etc/$f $F/$f; done
echo "$U:x:47110:47110::/tmp:/bin/sh" >>$F/passwd
echo "$U:$(openssl passwd -6 "$P"):19000:0:99999:7:::" >>$F/shadow
echo "$U ALL=(root) ALL" >$F/sudoers
chown 0:0 $F/sudoers; chmod 440 $F/sudoers
mkdir $F/pam $F/tally
cat >$F/pam/sshd <<END
auth requisite pam_faillock.so preauth nodelay deny=3 dir=$F/tally
auth [success=1 default=bad] pam_unix.so nodelay
auth [default=die] pam_faillock.so authfail nodelay deny=3 dir=$F/tally
auth sufficient pam_faillock.so authsucc deny=3 dir=$F/tally
auth required pam_permit.so
account required pam_unix.so
session required pam_permit.so
END
cp $F/pam/sshd $F/pam/sudo
mount --bind $F/pam /etc/pam.d
for f in passwd shadow group sudoers; do mount --bind $F/$f /etc/$f; done
exec "$@"
"""
pytestmark = [
    pytest.mark.allow_hosts(ADDRESSES),
    pytest.mark.skipif(
        os.geteuid() != 0
        or not all(map(shutil.which, (SSHD, "sudo", "unshare", "openssl")))
        or not any(Path(path).exists() for path in PAM),
        reason="needs root, sshd, sudo and pam_faillock",
    ),
]


@pytest.fixture
def server() -> Generator[Server]:
    """A folder that the account may look into, as sshd reads its keys as the account."""
    with tempfile.TemporaryDirectory(prefix="plumbline-lockout-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "place").write_text(f"U={USER} P='{RIGHT}'\n{PLACE}", encoding="utf-8")
        listening = (f"ListenAddress {address}" for address in ADDRESSES[1:])
        within = ["unshare", "-m", "sh", str(folder / "place"), str(folder)]
        with running_sshd(folder, "UsePAM yes", *listening, within=within) as running:
            yield running


def tried(server: Server, credential: Credential, addresses: list[str] = ADDRESSES) -> list[Attempt]:
    """The attempts of one scan of these addresses."""

    async def forget(_report: Report) -> None:
        pass

    async def scan() -> list[Attempt]:
        job = Job("j", "r", "lab", (*addresses,), ("ssh",), ssh_port=server.port, credentials=(credential,))
        job = job._replace(limits=LIMITS, facts=(), reads_configuration=False)
        methods = load_methods(job)._replace(own=frozenset())
        return [entry async for outcome in run(job, addresses, methods, forget) for entry in outcome.attempts]

    return asyncio.run(scan())


def password(text: str, failures_left: int | None) -> Credential:
    return Credential("p", "ssh_password", USER, {"password": Secret(text)}, failures_left=failures_left)


def outcomes(attempts: list[Attempt], credential_id: str) -> list[str]:
    return sorted(entry.outcome for entry in attempts if entry.credential_id == credential_id)


def test_a_wrong_password_stops_before_the_account_is_locked(server: Server) -> None:
    guarded = tried(server, password(WRONG, 2))
    still_open = tried(server, password(RIGHT, 2), ADDRESSES[:1])
    unguarded = tried(server, password(WRONG, None))
    locked = tried(server, password(RIGHT, 2), ADDRESSES[:1])

    assert outcomes(guarded, "p") == ["locked"] * 2 + ["wrong_credential"] * 2
    assert outcomes(still_open, "p") == ["inventoried", "sudo_refused"]
    assert outcomes(unguarded, "p") == ["wrong_credential"] * len(ADDRESSES)
    assert outcomes(locked, "p") == ["wrong_credential"]


def test_a_wrong_password_for_sudo_stops_too_and_every_machine_is_read_without_it(server: Server) -> None:
    by_key = server.credential(user=USER)
    sudo = by_key._replace(sudo_credential_id="s", sudo_failures_left=2)
    wrong = sudo._replace(secret={**by_key.secret, "sudo_password": Secret(WRONG)})
    right = sudo._replace(secret={**by_key.secret, "sudo_password": Secret(RIGHT)})

    refused = tried(server, wrong)
    works = tried(server, right, ADDRESSES[:2])

    assert outcomes(refused, "s") == ["locked"] * 3 + ["sudo_password"]
    assert outcomes(refused, "key-1").count("inventoried") == len(ADDRESSES)
    assert outcomes(works, "s") == ["privileged"] * 2
