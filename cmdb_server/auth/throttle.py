"""Slows down guessing of passwords; per replica, forgotten when it ends."""

import threading
import time
from dataclasses import dataclass

from cmdb_server.errors import CmdbError

FREE_TRIES = 5
# From one address people of a whole site may come: more tries, but not any number over all accounts.
FREE_TRIES_OF_ADDRESS = 30
_LONGEST_WAIT_SECONDS = 300.0
_MAX_WATCHED = 10_000


class ThrottledError(CmdbError):
    """Too many failed log-ins; `retry_after` seconds must pass."""

    def __init__(self, retry_after: int) -> None:
        """The wait in seconds."""
        super().__init__(f"too many failed log-ins; try again in {retry_after} s", 429, "throttled")
        self.retry_after = retry_after


@dataclass
class _Failures:
    count: int = 0
    until: float = 0.0


class Throttle:
    """Some tries are free per account and address, and per address; then the wait doubles with every failure."""

    def __init__(self) -> None:
        self._failures: dict[str, _Failures] = {}
        self._lock = threading.Lock()

    def check(self, name: str, address: str) -> None:
        """Raise ThrottledError while the wait lasts."""
        with self._lock:
            until = max(self._failures.get(key, _Failures()).until for key in _keys(name, address))
        waiting = until - time.monotonic()
        if waiting > 0:
            raise ThrottledError(int(waiting) + 1)

    def failed(self, name: str, address: str) -> None:
        """Note a failure."""
        with self._lock:
            if len(self._failures) > _MAX_WATCHED:
                self._failures.clear()
            for key, free_tries in _keys(name, address).items():
                entry = self._failures.setdefault(key, _Failures())
                entry.count += 1
                if entry.count >= free_tries:
                    wait = min(2.0 ** (entry.count - free_tries), _LONGEST_WAIT_SECONDS)
                    entry.until = time.monotonic() + wait

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of the account from this address; those of the address with other accounts stay."""
        with self._lock:
            self._failures.pop(_account(name, address), None)


def _keys(name: str, address: str) -> dict[str, int]:
    return {_account(name, address): FREE_TRIES, f"|{address}": FREE_TRIES_OF_ADDRESS}


def _account(name: str, address: str) -> str:
    return f"{name}|{address}"
