"""What is known after the graph engine did not answer once: whichever read failed, the next answer is whole."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import pytest

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.graph_store.connection import Connection, EngineUnavailableError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.graph_store.transaction import Transaction
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.vulnerabilities.service import Vulnerabilities
from graph_schema import load_registry
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.relationships import HAS_INSTALLED
from graph_schema.report import Section, encode, target
from tests.ingest.machines import Machine, report
from tests.vulnerabilities.tables import osv

T = TypeVar("T")
REGISTRY = load_registry()
ACTOR = Actor("test", "")


class Interrupted(GraphStore):
    """A store whose engine does not answer the read that is counted down to."""

    left = 0

    def read(self, work: Callable[[Transaction], T]) -> T:
        """What `work` reads."""
        self.left -= 1
        if self.left == 0:
            raise EngineUnavailableError("test")
        return super().read(work)


@pytest.fixture
def interrupted(store: GraphStore, engine_connection: Connection) -> Iterator[Interrupted]:
    """A store on the empty graph."""
    assert store is not None
    opened = Interrupted(engine_connection)
    yield opened
    opened.close()


def clock() -> int:
    return 1_800_000_000_000_000


def send(store: GraphStore, turn: int, name: str) -> None:
    """A report of a machine that has one library of Python."""
    section = Section("packages", enumerates=("software_release",))
    sent = report(Machine(), turn)
    library = target(SoftwareRelease(product=name, version="1.0"))
    section.relate(sent.root.ref, HAS_INSTALLED, library, package_type="pypi")
    sections = (*(one for one in sent.sections if one.name != "packages"), section)
    Ingest(store, REGISTRY).accept(decode(encode(replace(sent, sections=sections)), REGISTRY), "test")


def test_whichever_read_fails_the_next_answer_is_whole(interrupted: Interrupted) -> None:
    parts = Vulnerabilities(interrupted, clock, AuditLog(interrupted, clock))
    names = [f"library{number}" for number in range(12)]
    told = [osv(f"CVE-2026-10{number:02}", "PyPI", name) for number, name in enumerate(names)]
    parts.tables.take(parts.tables.begin("all.json", ACTOR), io.BytesIO(json.dumps(told).encode()), ACTOR)
    failed = 0
    for number, name in enumerate(names):
        send(interrupted, number + 1, name)
        interrupted.left = number
        try:
            parts.known.current()
        except EngineUnavailableError:
            failed += 1
        interrupted.left = 0

        found = parts.known.current()

        assert set(found.cases) == {f"CVE-2026-10{number:02}"}
        assert len(found.machines(f"CVE-2026-10{number:02}")) == 1
    assert failed >= 6, failed
