"""What the attempts at an address come to: which credentials work, which were refused, what is still wrong."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import repeat
from typing import NamedTuple

from discovery_agent.scan.job import AddressOutcome, Attempt
from discovery_agent.scan.outcomes import OUTCOMES, AttemptOutcome

_MAC = re.compile(r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}")
READING = ("snmp", "ssh")
SAYS_NOTHING = ("silent",)
# Of a device that another method has read: that it has not this service as well is no failure.
_NOTHING_THERE = frozenset(("refused", "no_credential"))
# The device let somebody in, and then something else was in the way.
_LET_IN = frozenset(("no_view", "no_shell", "sudo_refused", "privileged", "output_limit"))
_NOT_TRIED = frozenset(("not_done",))


class Problem(NamedTuple):
    """A method that did not read a device, with its outcome in the table of outcomes."""

    method: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.method}:{self.outcome}"


def problem_of(text: str) -> Problem:
    """A problem as it is stored."""
    return Problem(*text.split(":", 1))


def problems(outcome: AddressOutcome) -> list[Problem]:
    """What is wrong at an address, by method: the last attempt of each that did not read the device."""
    if outcome.state in SAYS_NOTHING:
        return []
    return [Problem(last.method, last.outcome) for last in _last_of_each(outcome) if _is_wrong(outcome, last)]


def with_untried(outcome: AddressOutcome, before: AddressOutcome | None, methods: Collection[str]) -> AddressOutcome:
    """What is known of an address after a scan: of methods that it did not try, what an earlier one found stays."""
    if before is None or outcome.state in SAYS_NOTHING:
        return outcome
    kept = tuple(entry for entry in before.attempts if entry.method not in methods)
    sources = tuple(source for source in before.sources if source.partition(":")[0] not in methods)
    state = outcome.state
    if state == "reachable" and any(entry.method in READING for entry in kept):
        was_read = any(entry.method in READING and _of(entry).is_success for entry in kept)
        state = "inventoried" if was_read else before.state if before.state == "failed" else state
    return AddressOutcome(outcome.address, state, (*kept, *outcome.attempts), (*sources, *outcome.sources))


def credentials_that_worked(outcome: AddressOutcome) -> list[str]:
    """The credentials that opened a device, the first that is tried there from now on."""
    found = [entry.credential_id for entry in outcome.attempts if entry.credential_id and was_let_in(entry)]
    return list(dict.fromkeys(found))


def credential_tries(attempts: Iterable[Attempt]) -> Iterator[tuple[Attempt, bool]]:
    """The attempts that tell something of their credential, with whether it was refused; as often as that counts."""
    for entry in attempts:
        if entry.credential_id and (was_let_in(entry) or _of(entry).is_credential):
            yield from repeat((entry, _of(entry).is_credential), _of(entry).refusals)


def hardware_address(outcome: AddressOutcome) -> str:
    """Who answered ARP for an address, "" where nobody did."""
    said = (entry.detail for entry in outcome.attempts if entry.method == "arp" and _of(entry).is_success)
    return next((detail for detail in said if _MAC.fullmatch(detail)), "")


def last_failure(attempts: Iterable[Attempt]) -> Attempt | None:
    """The last attempt that failed; that a service is not there at all tells less than any other one."""
    failed = [entry for entry in attempts if not _of(entry).is_success]
    telling = [entry for entry in failed if entry.outcome not in _NOTHING_THERE]
    return next(reversed(telling or failed), None)


def was_let_in(attempt: Attempt) -> bool:
    """Whether the device accepted the credential of an attempt."""
    return bool(attempt.credential_id) and (_of(attempt).is_success or attempt.outcome in _LET_IN)


def _last_of_each(outcome: AddressOutcome) -> list[Attempt]:
    last: dict[str, Attempt] = {}
    for entry in outcome.attempts:
        if entry.method in READING and not (entry.method in last and _of(last[entry.method]).is_success):
            last[entry.method] = entry
    return list(last.values())


def _is_wrong(outcome: AddressOutcome, last: Attempt) -> bool:
    entry = _of(last)
    if entry.is_success or entry.name in _NOT_TRIED:
        return False
    return outcome.state != "inventoried" or (entry.is_answer and entry.name not in _NOTHING_THERE)


def _of(attempt: Attempt) -> AttemptOutcome:
    return OUTCOMES[attempt.outcome]
