"""What the script does on a machine whose commands misbehave, in every shell that is here."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from discovery_agent.host.sockets import told_sockets
from discovery_agent.host.system import Socket
from discovery_agent.secret import Secret
from discovery_agent.ssh.absorb import readings_of
from discovery_agent.ssh.recorded_system import RecordedSystem
from discovery_agent.ssh.recording import Recording
from discovery_agent.ssh.script import script_for
from discovery_agent.ssh.unpacking import unpacked

MARK = "0123456789abcdef" * 2
SHELLS = [
    [*words]
    for words in (("sh", "-s"), ("bash", "-s"), ("busybox", "sh", "-s"), ("mksh", "-s"))
    if shutil.which(words[0])
]


def run_beside(folder: Path, commands: Mapping[str, str], shell: Sequence[str] = ("sh", "-s")) -> Recording:
    """A recording of this machine where some commands are others."""
    folder.mkdir(exist_ok=True)
    for name, text in commands.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}"}
    # On a busy machine even `uname` may take a second.
    script = script_for(MARK, 3, Secret(""))
    done = subprocess.run(shell, input=script, capture_output=True, check=False, cwd="/", env=environment)
    output, complaints = (unpacked(raw, MARK, 1 << 25)[0] for raw in (done.stdout, done.stderr))
    return Recording("127.0.0.1", "", MARK, output, complaints)


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell[0])
def test_a_command_that_does_not_end_is_ended_and_all_others_are_heard(tmp_path: Path, shell: list[str]) -> None:
    hanging = {"getent": "exec sleep 600"}  # one that busybox does not have itself

    readings = readings_of(run_beside(tmp_path, hanging, shell))

    assert readings.lost == ["the commands for users did not end in their time"]
    assert readings.is_complete
    assert readings.sizes


def test_an_ip_that_knows_no_batch_is_asked_one_question_after_the_other(tmp_path: Path) -> None:
    simple = {"ip": f'[ "$1" != -b ] || exit 1\nexec {shutil.which("ip")} "$@"'}

    asked, usual = (readings_of(run_beside(tmp_path / name, ip)) for name, ip in (("simple", simple), ("usual", {})))

    assert asked.addresses == usual.addresses != []
    assert asked.gateways == usual.gateways


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_ss_and_the_tables_of_the_kernel_tell_the_sockets_that_the_agent_sees_and_none_that_is_over(
    tmp_path: Path,
) -> None:
    def of_test(sockets: Iterable[Socket]) -> list[Socket]:
        return sorted((s for s in sockets if ports & {s["port"], s["remote_port"]}), key=lambda entry: entry["inode"])

    def told(name: str, commands: Mapping[str, str]) -> list[Socket]:
        return of_test(RecordedSystem(readings_of(run_beside(tmp_path / name, commands))).sockets())

    both = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    with both, socket.create_server(("127.0.0.1", 0)) as listener, socket.create_server(("0.0.0.0", 0)) as any_one:  # noqa: S104 - what is to be told
        ports: set[int] = {entry.getsockname()[1] for entry in (both, listener, any_one)}
        over = socket.create_connection(listener.getsockname())
        with listener.accept()[0] as peer:
            over.close()  # the end that closes first waits a minute for what is late
            peer.recv(1)
        with socket.create_connection(("127.0.0.1", both.getsockname()[1])), both.accept()[0]:
            agents = of_test(told_sockets())
            by_ss, by_tables = told("ss", {}), told("tables", {"ss": "exit 255"})

    assert {entry["address"] for entry in agents} == {"::", "0.0.0.0", "127.0.0.1"}  # noqa: S104 - what was told
    assert by_ss == by_tables == agents
    assert sum(entry["remote_address"] is not None for entry in agents) == 2
