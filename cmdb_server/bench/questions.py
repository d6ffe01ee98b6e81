"""`cmdb bench questions`: impact questions of several people while machines report, over HTTP.

A server of its own holds the demonstration estate, whose CIs are asked about, and plain machines until it has the
wanted size. Beside it the same questions are asked while nobody reports: the peer of this run.
"""

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path

from cmdb_server.demo.estate import generate
from cmdb_server.demo.plain_machine import PROGRAMS, hashes, machine_report
from cmdb_server.server_under_test import ServerUnderTest, Spent, packed, started
from graph_schema.report import Report, encode

CIS, SECONDS, PEOPLE = 20_000, 20, 4
WANTED = 50.0  # questions a second of all people together
_UNCHANGED_A_SECOND, _PACKAGES, _FILLING_PACKAGES = 19, 1_000, 20
_ASKED_CLASSES = ("server", "virtual_machine", "software_instance", "network_device")
_ASKED_OF_EACH = 50


def bench_questions(
    cis: int, seconds: int, engine: tuple[str, Path | None], seed: int = 1, show: Callable[[str], None] = print
) -> None:
    """Ask for so many seconds in a quiet estate, then beside 19 unchanged reports and one changed one a second."""
    with started(*engine) as server:
        machines = _filled(server, cis)
        uids = [uid for name in _ASKED_CLASSES for uid in _some(server, name)]
        server.rest()
        show(f"{cis} CIs, {PEOPLE} people, {len(uids)} CIs asked about in turn, {WANTED:g} questions a second wanted")
        show(f"  {'':<28}{'a second':>10}{'median':>10}{'p95':>10}{'largest':>10}{'server':>10}{'engine':>10}   (ms)")
        for name, reports in (("nobody reports", 0), ("20 reports a second", 1)):
            spent, load = _run(server, uids, machines if reports else [], (seconds, seed))
            show(load.line(name, spent))


@dataclass
class _Load:
    """Wall seconds of each answer, and how many reports were acknowledged meanwhile."""

    walls: list[float] = field(default_factory=list[float])
    reports: int = 0

    def line(self, name: str, spent: Spent) -> str:
        """As a line of the table: CPU is of one question, with what the reports cost beside it."""
        walls = sorted(self.walls)
        a_second = len(walls) / spent.seconds
        waits = (walls[len(walls) // 2], walls[len(walls) * 95 // 100], walls[-1], *(spent[:2]))
        shown = [1000 * wait / (1 if at < 3 else len(walls)) for at, wait in enumerate(waits)]  # noqa: PLR2004 - waits, then CPU
        figures = "".join(f"{value:>10.1f}" for value in (a_second, *shown))
        return f"  {name:<28}{figures}   {self.reports / spent.seconds:.1f} reports a second"


class _Machine:
    """A machine that reports: the same again, or whole with other packages than before."""

    def __init__(self, number: int, agent: str, authorization: str) -> None:
        self._number, self._agent, self.authorization = number, agent, authorization
        self._last = self._made(_FILLING_PACKAGES, 0)
        self._turns = count(1)

    def whole(self) -> bytes:
        """All that it said last."""
        return packed(encode(self._last))

    def unchanged(self) -> bytes:
        """That nothing is other than it said last."""
        again = replace(self._last, report_id=f"{self._last.report_id}-again", observed_at=_now())
        return packed(encode(again, hashes(self._last)))

    def changed(self) -> bytes:
        """A whole report of a thousand packages, some of them other ones."""
        self._last = self._made(_PACKAGES, next(self._turns))
        return self.whole()

    def _made(self, packages: int, upgraded: int) -> Report:
        return machine_report(self._number, self._agent, packages, _now(), upgraded)


def _filled(server: ServerUnderTest, cis: int) -> list[_Machine]:
    for number, report in enumerate(generate(datetime.now(UTC))):
        # Sources of demonstrations report from within the server only.
        server.report(packed(encode(replace(report, source=f"api:estate{number}"))), server.operator)
    machines: list[_Machine] = []
    while len(machines) * (PROGRAMS + 5) < cis or not machines:
        number = len(machines)
        machines.append(_Machine(number, *server.enrol(f"bench{number}")))
        server.report(machines[-1].whole(), machines[-1].authorization)
    return machines


def _some(server: ServerUnderTest, ci_class: str) -> list[str]:
    """CIs of the demonstration estate; the plain machines depend on nobody."""
    found = server.get(f"/cis?ci_class={ci_class}&limit=500&sort=name")["items"]
    return [item["uid"] for item in found if not item["name"].startswith(("bench", "daemon"))][:_ASKED_OF_EACH]


def _run(
    server: ServerUnderTest, uids: Sequence[str], machines: Sequence[_Machine], how: tuple[int, int]
) -> tuple[Spent, _Load]:
    seconds, seed = how
    load, ended = _Load(), threading.Event()
    people = [
        threading.Thread(target=_ask, args=(server.another(), uids, seed + turn, load, ended)) for turn in range(PEOPLE)
    ]
    reporting = threading.Thread(target=_report, args=(server.another(), machines, load, ended))
    before = server.spent()
    for thread in (*people, reporting):
        thread.start()
    ended.wait(seconds)
    ended.set()
    for thread in (*people, reporting):
        thread.join()
    return server.since(before), load


def _ask(server: ServerUnderTest, uids: Sequence[str], seed: int, load: _Load, ended: threading.Event) -> None:
    chance, due = random.Random(seed), time.perf_counter()  # noqa: S311 - whom to ask about, no secret
    while not ended.is_set():
        began = time.perf_counter()
        server.post("/impact", {"down": [chance.choice(uids)]})
        load.walls.append(time.perf_counter() - began)
        due += PEOPLE / WANTED
        ended.wait(max(0.0, due - time.perf_counter()))


def _report(server: ServerUnderTest, machines: Sequence[_Machine], load: _Load, ended: threading.Event) -> None:
    turns, due = cycle(machines), time.perf_counter()
    while machines and not ended.is_set():
        for turn in range(_UNCHANGED_A_SECOND + 1):
            machine = next(turns)
            body = machine.changed() if turn == 0 else machine.unchanged()
            server.report(body, machine.authorization)
            load.reports += 1
            due += 1 / (_UNCHANGED_A_SECOND + 1)
            if ended.wait(max(0.0, due - time.perf_counter())):
                return


def _now() -> str:
    return datetime.now(UTC).isoformat()
