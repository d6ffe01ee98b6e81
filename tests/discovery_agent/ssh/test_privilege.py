"""How the script gets privilege: what sudo is told, and where the password for it can be seen."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.__main__ import answer
from discovery_agent.secret import Secret
from discovery_agent.ssh.absorb import WRONG_PASSWORD, readings_of
from discovery_agent.ssh.recording import Recording
from discovery_agent.ssh.script import script_for
from discovery_agent.ssh.sections import configuration
from discovery_agent.ssh.sections.privileged import COMMAND
from discovery_agent.ssh.sudoers import REASONS, sudoers_rule
from discovery_agent.ssh.unpacking import unpacked

NOBODY = 65534
PASSWORD = "o'Brien \\n $HOME `id` *"  # noqa: S105 - of nobody
MARK = "0123456789abcdef" * 2
# Stands in for sudo on a machine where nobody may become root: notes how it was called and runs the command as it is.
SUDO = """#!/bin/sh
{{ printf '%s|' "$@"; echo; env; echo ---; [ "$2" != -S ] && [ "$1" != -S ] || head -n 1; }} >>{notes}
{then}
"""
AS_TOLD = 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"'
REFUSING = "echo 'sudo: a password is required' >&2; exit 1"


def run_script(folder: Path, password: str, then: str) -> tuple[Recording, str]:
    """A recording made by nobody, with a sudo of the test's own before all others; and what that has noted."""
    folder.chmod(0o777)
    notes = folder / "notes"
    (folder / "sudo").write_text(SUDO.format(notes=notes, then=then), encoding="utf-8")
    (folder / "sudo").chmod(0o755)
    environment: Mapping[str, str] = {"PATH": f"{folder}:/usr/sbin:/usr/bin:/sbin:/bin"}
    script = script_for(MARK, 20, Secret(password))
    user = NOBODY if os.geteuid() == 0 else None
    done = subprocess.run(
        ["sh", "-s"], input=script, capture_output=True, check=False, user=user, cwd="/", env=environment
    )
    output, complaints = (unpacked(raw, MARK, 1 << 24)[0] for raw in (done.stdout, done.stderr))
    return Recording("127.0.0.1", "", MARK, output, complaints), notes.read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that nobody may write to as well."""
    made = tmp_path_factory.mktemp("sudo")
    outermost = Path(os.environ.get("PYTEST_DEBUG_TEMPROOT") or tempfile.gettempdir())
    for path in (made, *made.parents):
        if path.is_relative_to(outermost) and not path.stat().st_mode & 0o001:
            path.chmod(0o755)
    return made


def test_sudo_is_told_its_commands_word_for_word(folder: Path) -> None:
    recording, notes = run_script(folder, "", AS_TOLD)

    told = [line for line in notes.splitlines() if line.startswith("-n|")]
    assert told == [f"-n|--|/bin/sh|-c|{command}|" for command in (COMMAND, configuration.COMMAND)]
    assert readings_of(recording).privilege_refused is None


def test_the_password_reaches_sudo_and_nothing_else(folder: Path) -> None:
    recording, notes = run_script(folder, PASSWORD, AS_TOLD)

    assert f"-S|-p||--|/bin/sh|-c|{COMMAND}|" in notes
    assert notes.count(f"---\n{PASSWORD}\n") == len(REASONS)
    assert notes.count(PASSWORD) == len(REASONS)
    assert PASSWORD.encode() not in recording.output + recording.complaints
    assert PASSWORD not in repr(recording)


def test_a_refusal_is_told_and_the_account_reads_what_it_may(folder: Path) -> None:
    recording, notes = run_script(folder, "", REFUSING)

    readings = readings_of(recording)
    assert readings.privilege_refused == "a password is required"
    assert not readings.is_privileged
    assert readings.is_complete
    assert notes.count("/bin/sh|-c|") == len(REASONS)
    assert any(path.endswith("/exe") for path in readings.links)


def test_a_password_that_sudo_refuses_is_tried_once(folder: Path) -> None:
    recording, notes = run_script(folder, PASSWORD, "echo 'Sorry, try again.' >&2; exit 1")

    readings = readings_of(recording)
    assert notes.count(f"---\n{PASSWORD}\n") == 1
    assert readings.privilege_refused == WRONG_PASSWORD
    assert readings.is_complete


def test_sudo_that_does_not_come_back_is_a_gap_and_not_an_empty_answer(folder: Path) -> None:
    recording, _ = run_script(folder, "", "exit 124")

    assert "the commands for privileged did not end in their time" in readings_of(recording).lost


@given(st.text(st.characters(exclude_characters="\n\0", exclude_categories=("Cs",)), max_size=40))
def test_a_password_is_quoted_for_the_shell_whatever_is_in_it(password: str) -> None:
    line = script_for(MARK, 20, Secret(password)).split(b"\nW=", 1)[1].split(b"\n", 1)[0]

    assert shlex.split(line.decode()) == [password]


@pytest.mark.skipif(not shutil.which("visudo"), reason="there is no visudo here")
def test_the_rule_is_one_that_sudo_understands(tmp_path: Path) -> None:
    (tmp_path / "rule").write_text(sudoers_rule("plumbline"), encoding="utf-8")

    done = subprocess.run(["visudo", "-c", "-f", str(tmp_path / "rule")], capture_output=True, check=False, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def test_what_needs_privilege_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["ssh-commands"]) == 0
    assert COMMAND in capsys.readouterr().out
    assert answer(["ssh-commands", "--sudoers", "--user", "scanner"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("scanner ALL=(root) NOPASSWD: /bin/sh -c PATH\\=")
    assert answer(["ssh-commands", "--sudoers", "--user", "a b\nroot ALL=(ALL)"]) == 2


def test_the_script_writes_no_file() -> None:
    body = script_for(MARK, 20, Secret("")).decode()

    words = body.replace(">/dev/null", "").replace(">&2", "").replace("2>&1", "").replace(">&3", "").replace("3>&1", "")
    words = words.replace("3>&-", "")
    assert ">" not in words
    assert not {"tee", "mktemp", "touch", "cp", "mv", "rm", "dd"} & set(words.split())
