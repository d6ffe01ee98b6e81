"""The resident agent: decides when, and lets a child process do each turn's work.

What reading and delivering take in memory, leak or leave hanging is gone with the child; between its turns the agent
is an interpreter that sleeps.
"""

import json
import logging
import random
import signal
import subprocess
import sys
import time
from threading import Event
from types import FrameType
from typing import Any

from discovery_agent.errors import FAILED
from discovery_agent.folder_lock import RESIDENT, locked
from discovery_agent.sampling import Sampling
from discovery_agent.schedule import Ended, Schedule
from discovery_agent.settings import Settings

_SLOW_COLLECTORS = 20
_DELIVERY_SECONDS = 600.0
_GRACE_SECONDS = 10.0
_log = logging.getLogger(__name__)


class Resident:
    """Reports again and again until SIGTERM or SIGINT. One at a time in a state folder."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._schedule = Schedule(settings.interval, random.Random())  # noqa: S311 - spreads load, keeps no secret
        self._stopped = Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._sampling = Sampling(settings)

    def run(self) -> None:
        """Work until a signal comes. Raises LockedError, StateFolderError."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        with locked(self._settings.state, RESIDENT):
            _log.info("resident", extra={"state": str(self._settings.state), "interval": self._settings.interval})
            while not self._stopped.wait(max(0.0, self._wakes_at() - time.monotonic())):
                self._sampling.work()
                if time.monotonic() >= self._schedule.wakes_at():
                    self._sampling.keep()
                    self._take_turn()
            self._sampling.close()
        _log.info("stopped")

    def _wakes_at(self) -> float:
        return min(self._schedule.wakes_at(), self._sampling.wakes_at())

    def _take_turn(self) -> None:
        now = time.monotonic()
        takes_inventory, delivers = self._schedule.takes_inventory(now), self._schedule.delivers(now)
        mode = ["--patience", "0"] if delivers else ["--spool-only"]
        ended = self._work(["once", *mode] if takes_inventory else ["send"])
        self._schedule.ended(ended, time.monotonic(), delivered=delivers)

    def _work(self, words: list[str]) -> Ended:
        """Run one command of ours to its end. -P: nothing is imported from whatever folder the agent stands in."""
        command = [sys.executable, "-P", "-m", "discovery_agent", *words, "--json", *self._settings.options()]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as child:  # noqa: S603 - our own program
            self._child = child
            if self._stopped.is_set():  # the signal came before there was anything to pass it on to
                child.terminate()
            printed = self._printed_by(child)
            self._child = None
        return _ended(child.returncode, printed)

    def _printed_by(self, child: subprocess.Popen[bytes]) -> bytes:
        """What a child printed up to its end, which comes in time or by force."""
        until = time.monotonic() + _SLOW_COLLECTORS * self._settings.collector_seconds + _DELIVERY_SECONDS
        while True:
            try:
                return child.communicate(timeout=1.0)[0]
            except subprocess.TimeoutExpired:
                self._sampling.work()
                now = time.monotonic()
                until = min(until, now + _GRACE_SECONDS) if self._stopped.is_set() else until
                if now > until:
                    _log.warning("turn_killed", extra={"process": child.pid})
                    child.kill()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopped.set()
        if self._child is not None:
            self._child.terminate()


def _ended(code: int, printed: bytes) -> Ended:
    """What a child's exit code and the JSON object on its standard output say."""
    try:
        result: Any = json.loads(printed)
    except ValueError:
        return Ended(FAILED)
    told = result.get("retry_after")
    known = {name: result.get(name) for name in ("status", "report_id", "waiting")}
    _log.info("turn", extra={**known, "reason": result.get("message")})
    return Ended(code, bool(result.get("sections")), told if isinstance(told, int | float) else None)
