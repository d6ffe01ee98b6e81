"""Scans of a real sshd: logins, host keys, limits."""

import base64
import getpass
import json
import shutil
import subprocess
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest

from discovery_agent.__main__ import answer
from discovery_agent.scan.job import Credential
from discovery_agent.scan.read_devices import Mark
from discovery_agent.scan.report_spool import FOLDER
from discovery_agent.secret import Secret
from discovery_agent.ssh.host_keys import HostKeys, fingerprint_of
from discovery_agent.ssh.method import scan_target
from discovery_agent.ssh.recording import read_recording
from discovery_agent.ssh.report import report_of
from discovery_agent.ssh.session import Seconds, run_script, session
from graph_schema.report import section_hash
from tests.discovery_agent.ssh.sshd import LIMITS, SSHD, Server, make_key, running_sshd

RIGHT, WRONG = "open sesame", "closed sesame"
pytestmark = pytest.mark.skipif(not shutil.which(SSHD), reason="there is no sshd here")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    folder = tmp_path_factory.mktemp("sshd")
    make_key(folder / "other_key")
    make_key(folder / "user_key", "rsa")
    shutil.copy(folder / "user_key", folder / "locked_key")
    with running_sshd(folder) as running:
        yield running


def outcomes_of(server: Server, *credentials: Credential) -> list[str]:
    return [attempt.outcome for attempt in scan_target(server.target, credentials, LIMITS).attempts]


def recording_of(server: Server, folder: Path) -> list[str]:
    """The command line that records the server's machine."""
    login = ["--ssh-key-file", str(server.folder / "user_key"), "--ssh-port", str(server.port)]
    kept = ["--folder", str(folder), "--state", str(folder / "state")]
    return ["record", "127.0.0.1", "--ssh-user", getpass.getuser(), *login, *kept]


def test_a_machine_is_read_with_the_first_credential_that_works(server: Server) -> None:
    wrong = server.credential("other_key")._replace(credential_id="key-0")

    result = scan_target(server.target, [wrong, server.credential()], LIMITS)

    assert [(attempt.credential_id, attempt.outcome) for attempt in result.attempts] == [
        ("key-0", "wrong_credential"),
        ("key-1", "inventoried"),
    ]
    (report,) = result.reports
    assert report.source == "ssh:lab/127.0.0.1"
    assert report.network_scope == "lab"
    assert {section.outcome for section in report.sections} <= {"complete", "not_available"}


def test_a_machine_that_was_read_at_another_address_is_known_by_its_key_before_anybody_logs_in(server: Server) -> None:
    key = (server.folder / "host_key.pub").read_text(encoding="utf-8").split()[1]
    marks: list[Mark] = []

    def find(mark: Mark) -> str:
        marks.append(mark)
        return "10.0.0.9"

    result = scan_target(server.target, [server.credential("other_key")], LIMITS, find)

    assert marks == [Mark((fingerprint_of(base64.b64decode(key)),))]
    assert [(attempt.credential_id, attempt.outcome) for attempt in result.attempts] == [(None, "same_device")]
    assert (result.reports, result.sources) == ((), ("ssh:lab/10.0.0.9",))


def test_a_password_where_only_keys_are_accepted_is_a_wrong_credential(tmp_path: Path) -> None:
    with running_sshd(tmp_path / "sshd", "PasswordAuthentication no", "KbdInteractiveAuthentication no") as server:
        credential = Credential("p", "ssh_password", "root", {"password": Secret("tr0ub4dor")})
        (attempt,) = scan_target(server.target, [credential], LIMITS).attempts

    assert attempt.outcome == "wrong_credential"
    assert "publickey" in attempt.detail
    assert "tr0ub4dor" not in str(attempt)


def test_a_key_needs_its_passphrase(tmp_path: Path) -> None:
    make_key(tmp_path / "user_key", passphrase=RIGHT)
    with running_sshd(tmp_path) as server:
        tried = [
            server.credential(),
            server.credential(passphrase=WRONG),
            server.credential(passphrase=RIGHT),
        ]

        assert outcomes_of(server, *tried) == ["bad_key", "bad_key", "inventoried"]


def test_another_host_key_stops_the_scan_until_it_is_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_sshd(tmp_path) as first:
        assert outcomes_of(first, first.credential()) == ["inventoried"]
        assert outcomes_of(first, first.credential()) == ["inventoried"]
    make_key(tmp_path / "host_key")
    with running_sshd(tmp_path, port=first.port) as second:
        (attempt,) = scan_target(second.target, [second.credential()] * 2, LIMITS).attempts
        device = f"lab/127.0.0.1:{second.port}"

        assert attempt.outcome == "host_key_changed"
        *_, kind, fingerprint = attempt.detail.split()
        host_keys = ["host-keys", "--state", str(tmp_path / "state")]
        assert attempt.detail.endswith(f"discovery-agent {' '.join(host_keys)} --accept {device} {kind} {fingerprint}")
        assert answer([*host_keys, "--accept", device, kind, f"SHA256:{'A' * 43}"]) == 0
        assert outcomes_of(second, second.credential()) == ["host_key_changed"]
        assert answer([*host_keys, "--accept", device, kind, fingerprint]) == 0
        assert outcomes_of(second, second.credential()) == ["inventoried"]
        assert HostKeys(second.target.state).devices()[device].fingerprint == fingerprint
    make_key(tmp_path / "host_key")
    with running_sshd(tmp_path, port=first.port) as second:
        assert outcomes_of(second, second.credential()) == ["host_key_changed"]
        assert answer(["host-keys", "--state", str(tmp_path / "state")]) == 0
        assert device in capsys.readouterr().out
        assert answer(["host-keys", "--state", str(tmp_path / "state"), "--forget", device]) == 0
        assert outcomes_of(second, second.credential()) == ["inventoried"]


def test_a_key_that_a_person_accepted_at_the_server_takes_the_place_of_the_pinned_one(tmp_path: Path) -> None:
    with running_sshd(tmp_path) as first:
        assert outcomes_of(first, first.credential()) == ["inventoried"]
    make_key(tmp_path / "host_key")
    with running_sshd(tmp_path, port=first.port) as second:
        (refused,) = scan_target(second.target, [second.credential()], LIMITS).attempts
        shown = refused.host_key
        assert shown
        told = [
            scan_target(replace(second.target, accepted_key=key, attempts=[]), [second.credential()], LIMITS).attempts[
                -1
            ]
            for key in (shown._replace(fingerprint=f"SHA256:{'A' * 43}"), shown._replace(port=1), shown, None)
        ]

    outcomes = [(entry.outcome, entry.host_key) for entry in told]
    assert outcomes == [("host_key_changed", shown)] * 2 + [("inventoried", None)] * 2


def test_a_server_with_two_kinds_of_keys_is_compared_by_the_pinned_one(tmp_path: Path) -> None:
    make_key(tmp_path / "rsa_key", "rsa")
    with running_sshd(tmp_path) as first:
        assert outcomes_of(first, first.credential()) == ["inventoried"]
    (tmp_path / "state" / FOLDER / "host_keys").rename(tmp_path / "kept")
    with running_sshd(tmp_path, f"HostKey {tmp_path / 'rsa_key'}", "HostKeyAlgorithms rsa-sha2-512", port=first.port):
        assert outcomes_of(first, first.credential()) == ["inventoried"]
    with running_sshd(tmp_path, f"HostKey {tmp_path / 'rsa_key'}", port=first.port):
        assert outcomes_of(first, first.credential()) == ["inventoried"]


def test_a_server_that_offers_curve25519_by_its_standard_name_only_is_read(tmp_path: Path) -> None:
    with running_sshd(tmp_path, "KexAlgorithms curve25519-sha256") as server:
        assert outcomes_of(server, server.credential()) == ["inventoried"]


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("ForceCommand echo This account is currently not available.", "no_shell"),
        ("Ciphers 3des-cbc", "weak_algorithms"),
        ("MaxSessions 0", "no_shell"),
        ("AuthenticationMethods publickey,password", "wrong_credential"),
    ],
)
def test_what_a_server_does_not_allow_is_told(tmp_path: Path, line: str, outcome: str) -> None:
    with running_sshd(tmp_path, line) as server:
        assert outcomes_of(server, server.credential()) == [outcome]


def test_a_device_that_repeats_what_it_is_sent_is_read_as_none_and_tells_no_password(tmp_path: Path) -> None:
    with running_sshd(tmp_path, "ForceCommand tr '\\n' ' '") as server:
        credential = server.credential()
        credential = credential._replace(secret={**credential.secret, "sudo_password": Secret("tr0ub4dor")})
        result = scan_target(server.target, [credential], LIMITS)

    assert [attempt.outcome for attempt in result.attempts] == ["no_shell"]
    assert result.reports == ()
    assert "tr0ub4dor" not in str(result.attempts)


@pytest.mark.parametrize(
    ("forced", "outcome", "script_seconds"),
    [("yes", "output_limit", 60.0), ("yes >&2", "time_limit", 1.0), ("cat >/dev/null; sleep 60", "time_limit", 1.0)],
)
def test_a_script_that_is_not_heard_to_its_end_is_cut_off(
    tmp_path: Path, forced: str, outcome: str, script_seconds: float
) -> None:
    seconds = Seconds(script=script_seconds)
    with (
        running_sshd(tmp_path, f"ForceCommand {forced}") as server,
        session(server.target, server.credential(), seconds) as transport,
    ):
        printed = run_script(transport, b"exit\n", seconds, max_bytes=100_000)

    assert printed.cut is not None
    assert printed.cut.name == outcome
    assert len(printed.output) <= 100_000


def test_something_that_the_login_leaves_running_does_not_hold_up_the_scan(tmp_path: Path) -> None:
    with running_sshd(tmp_path, "ForceCommand sh -s; sleep 20 &") as server:
        (attempt,) = scan_target(server.target, [server.credential()], LIMITS._replace(device_seconds=10)).attempts

    assert attempt.outcome == "inventoried"


def test_what_was_heard_before_the_time_was_over_is_reported(tmp_path: Path) -> None:
    with running_sshd(tmp_path, "ForceCommand sh -s; sleep 20") as server:
        result = scan_target(server.target, [server.credential()], LIMITS._replace(device_seconds=5))

    assert [attempt.outcome for attempt in result.attempts] == ["time_limit"]
    assert len(result.reports) == 1


def test_a_recording_is_made_and_replayed_from_the_command_line(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer([*recording_of(server, tmp_path), "--mask-addresses"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert answer(["replay", str(tmp_path), "--format", "report"]) == 0
    replayed = json.loads(capsys.readouterr().out)

    expected = report_of(read_recording(path), "ssh:x", "default").report
    hashes = {section["name"]: section["hash"] for section in replayed["sections"]}
    assert hashes == {section.name: section_hash(section, expected.root) for section in expected.sections}
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
def test_a_scan_from_the_command_line_reads_over_ssh_and_pins_the_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    device = "127.0.0.2"  # leads here, but is no address that this machine says it has: those are read without SSH
    credentials, out, state = tmp_path / "credentials.toml", tmp_path / "reports", str(tmp_path / "state")
    with running_sshd(tmp_path, f"ListenAddress {device}") as server:
        key = server.folder / "user_key"
        told = f'[[credentials]]\nkind = "ssh_key"\nuser = "{getpass.getuser()}"\nprivate_key_file = "{key}"\n'
        credentials.write_text(told, encoding="utf-8")
        credentials.chmod(0o600)
        given = ["--methods", "ssh", "--ssh-port", str(server.port), "--credentials", str(credentials)]
        assert answer(["scan", device, *given, "--out", str(out), "--state", state]) == 0
    assert answer(["host-keys", "--state", state]) == 0

    assert json.loads(out.read_text(encoding="utf-8").splitlines()[0])["source"] == f"ssh:default/{device}"
    assert f"default/{device}:{server.port}\tssh-ed25519" in capsys.readouterr().out


def test_secrets_in_command_lines_are_not_in_a_recording(server: Server, tmp_path: Path) -> None:
    words = [sys.executable, "-c", "import sys; sys.stdin.read()", "--password", "hunter2-hunter2"]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as program:
        try:
            code = answer(recording_of(server, tmp_path))
        finally:
            program.kill()

    content = (tmp_path / "127.0.0.1.sshrec").read_bytes()
    assert code == 0
    assert b"--password\0***\0" in content
    assert b"hunter2" not in content
