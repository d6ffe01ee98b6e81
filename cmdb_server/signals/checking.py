"""Checks of what is known anyway: each file of `checks/` says which CIs are not well; what it says no longer is over.

    check = Check("clock_ahead", "A machine's clock is ahead of the server's.", run)

`run` reads with a fixed number of statements and answers offers whose subject is the uid of a CI.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.network_scope_names import DEFAULT
from cmdb_server.signals import checks
from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signals import Signals
from cmdb_server.signals.taking import Taken
from graph_schema import Registry
from graph_schema.loading import load_all

KIND = "checks"


@dataclass(frozen=True)
class Seen:
    """What a check may read; `now` in microseconds."""

    store: GraphStore
    registry: Registry
    now: int


@dataclass(frozen=True)
class Check:
    """A check: its name, what it means for people, and what it finds."""

    name: str
    doc: str
    run: Callable[[Seen], Sequence[Offer]]


def all_checks() -> list[Check]:
    """Every check of every file."""
    return load_all(checks, Check)


def run_checks(signals: Signals, seen: Seen) -> Taken:
    """Run all checks; each is a source of signals of its own."""
    done = Taken()
    for check in all_checks():
        done += signals.replace_all(Sender(f"{KIND}:{check.name}", DEFAULT), check.run(seen))
    return done
