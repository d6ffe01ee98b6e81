"""Runs `cmdb` in processes forked from one that has loaded it, since loading takes longer than most answers.

As a program (`python -m tests.cli.forking`): a line of JSON on standard input for each call, one with the exit code on
standard output for each that has ended.
"""

import importlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from cmdb_server.cli import commands, main

# What `cmdb up` and `cmdb openapi` load only when they are called.
_LATE = ("cmdb_server.cli.serving", "cmdb_server.app")


@dataclass
class Forks:
    """The process that forks, started with the first call; calls wait for each other."""

    _one: threading.Lock = field(default_factory=threading.Lock)
    _process: "subprocess.Popen[str] | None" = None

    def run(self, words: Sequence[str], environment: Mapping[str, str], folder: Path) -> tuple[int, str, str]:
        """Run `cmdb` with these words until it ends: its exit code, output and complaints."""
        # Not in that folder: its disk may be full on purpose.
        with self._one, TemporaryDirectory() as told:
            output, complaints = Path(told, "output"), Path(told, "complaints")
            call = {"words": words, "environment": environment, "folder": str(folder)}
            call |= {"files": [os.devnull, str(output), str(complaints)]}
            process = self._process = self._process or _started()
            assert process.stdin is not None
            assert process.stdout is not None
            print(json.dumps(call), file=process.stdin, flush=True)
            code = int(process.stdout.readline())
            return code, output.read_text(encoding="utf-8"), complaints.read_text(encoding="utf-8")

    def stop(self) -> None:
        """End the process that forks."""
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._process.wait(60)


def _started() -> "subprocess.Popen[str]":
    # The screen's width is read while it is loaded.
    environment = {**os.environ, "COLUMNS": "200"}
    words = [sys.executable, "-m", "tests.cli.forking"]
    return subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _serve() -> None:
    for name in (*_LATE, *(f"{commands.__name__}.{name}" for name in main.names_of_commands())):
        importlib.import_module(name)
    for line in sys.stdin:
        call = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(call)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(call: Mapping[str, Any]) -> NoReturn:
    """Be `cmdb` in a process of its own, with files in place of the terminal."""
    os.environ.clear()
    os.environ.update(call["environment"])
    os.chdir(call["folder"])
    for number, name in enumerate(call["files"]):
        with open(name, "w" if number else "r") as file:  # noqa: PTH123 - numbers of files
            os.dup2(file.fileno(), number)
    sys.argv = ["cmdb", *call["words"]]
    code = 0
    try:
        main.main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except Exception as error:  # noqa: BLE001 - what Python itself does with it at the end of a program
        sys.excepthook(type(error), error, error.__traceback__)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _serve()
