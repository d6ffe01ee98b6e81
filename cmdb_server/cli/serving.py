"""The whole server with what runs beside it, until Ctrl-C."""

import gc
import signal
import threading
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import typer

from cmdb_server.cli.demo_loading import load_demo
from cmdb_server.cli.demo_story import DemoStory
from cmdb_server.cli.local_collector import LocalCollector
from cmdb_server.cli.local_inventory import take_local_inventory
from cmdb_server.cli.screen import errors, output
from cmdb_server.impact_analysis.answers import BusyProgram
from cmdb_server.running import RunningServer, running_server
from cmdb_server.settings import Settings

_FAILED = 1
_SHOWN = 6
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


@dataclass(frozen=True)
class Beside:
    """What runs beside the server, or before it is left alone."""

    demo: bool
    inventory: bool
    collector: bool


def serve(settings: Settings, beside: Beside) -> None:
    """Start the server, take an inventory of this machine, run until Ctrl-C; exit code 1 when the server failed."""
    stopping = threading.Event()
    _stop_on_signals(stopping)
    steps = _Steps()
    # Python's own 700 is reached several times in each report, whose objects do not refer to each other in a circle.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    with running_server(settings, steps.say) as server:
        # What is there now stays, so no collection needs to go through it again.
        gc.freeze()
        steps.say("")
        _welcome(server)
        if beside.demo:
            load_demo(server.services, stopping)
        if beside.inventory and not stopping.is_set():
            _inventory(server, settings.data_dir, stopping)
        story = DemoStory(server.services) if beside.demo else nullcontext()
        collecting = LocalCollector(server, settings.data_dir) if beside.collector else nullcontext()
        with story, collecting as collector:
            _stay(server, collector, stopping)
        output.print("Stopping ...", style="dim")


def _stay(server: RunningServer, collector: LocalCollector | None, stopping: threading.Event) -> None:
    output.print("\nRunning. Ctrl-C stops the server.", style="dim")
    while not stopping.wait(1.0):
        if reason := server.failure():
            errors.print(f"cmdb: {reason}", style="bold red", markup=False)
            raise typer.Exit(_FAILED)
        if collector is not None:
            collector.look()


class _Steps:
    """Shows each step of the start with the time it took."""

    def __init__(self) -> None:
        self._name = ""
        self._began = 0.0

    def say(self, name: str) -> None:
        """The step before is done, this one begins."""
        if self._name:
            output.print(f"  {self._name:<40} {time.monotonic() - self._began:6.1f} s", style="dim")
        self._name, self._began = name, time.monotonic()


def _stop_on_signals(stopping: threading.Event) -> None:
    def stop(number: int, _frame: FrameType | None) -> None:
        if stopping.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stopping.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)


def _welcome(server: RunningServer) -> None:
    output.print(f"\nPlumbline is at [bold]{server.url}[/bold]")
    if server.first_password:
        output.print(f"Log in as [bold]admin[/bold] with the password [bold]{server.first_password}[/bold]")
        output.print("(shown this once; `cmdb user password admin` makes a new one)", style="dim")


def _inventory(server: RunningServer, data_dir: Path, stopping: threading.Event) -> None:
    computer = take_local_inventory(server, data_dir, stopping)
    if computer is None:
        return
    programs = server.services.impact.busiest(3, computer)
    if not programs:
        output.print("\nNo running program was found on this machine; the inventory's gaps are on its page.")
        return
    output.print("\nThe most connected programs of this machine, and what each takes down:")
    for number, program in enumerate(programs, start=1):
        output.print(f"  {number}. {_described(program)}", markup=False, soft_wrap=True)
        output.print(f"     {server.url}/impact/{program.uid}", style="dim", markup=False, soft_wrap=True)


def _described(program: BusyProgram) -> str:
    many = f"{program.dependents} programs and services depend on it"
    count = "1 program or service depends on it" if program.dependents == 1 else many
    names = ", ".join(ci.name for ci in program.takes_down[:_SHOWN])
    more = len(program.takes_down) - _SHOWN
    if names:
        return f"{program.name}: {count}; takes down {names}{f' and {more} more' if more > 0 else ''}"
    rest = f"takes down {program.affected} other CIs" if program.affected else "takes nothing down"
    return f"{program.name}: {count}; {rest}"
