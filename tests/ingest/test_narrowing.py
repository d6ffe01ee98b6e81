"""Of a change only what it can touch is looked at: looking at everything again finds nothing more to do."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.items import Claim, Target
from cmdb_server.ingest.narrowing import changed_claims, narrow
from cmdb_server.ingest.reconciliation import Said
from cmdb_server.ingest.relinking import resettle
from cmdb_server.ingest.stored_claims import shared
from cmdb_server.ingest.targets import value_uid
from cmdb_server.ingest.writing import Cause, Settled
from graph_schema import Registry, load_registry
from graph_schema.report import Report
from tests.ingest.estates import Estate, reports, some_of
from tests.ingest.machines import START, Machine, report
from tests.law import law

LAW = law(15)
_ALL = Query("test.all", "MATCH (c:CI) RETURN collect(c.uid) AS uid")
PACKAGES = tuple((name, version) for name in ("curl", "openssl", "zlib1g") for version in ("1", "2"))


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@st.composite
def upgrades(draw: st.DrawFn) -> Report:
    """What one of two sources says of the packages of one machine at one of a few instants."""
    source = draw(st.sampled_from(["app1", "app1-scan"]))
    return report(Machine(packages=draw(some_of(*PACKAGES))), draw(st.integers(1, 6)), source)


def partly(sent: Report) -> Report:
    """The same, of which the network could not be read whole."""
    for section in sent.sections:
        if section.name == "network_interfaces":
            section.outcome, section.reason = "partial", "no right to read"
    return sent


def settle_all(tx: Transaction, registry: Registry) -> Settled:
    """Bring everything in line once more; what had to be done."""
    now = round(START.timestamp() * 1_000_000) * 2
    settled = Settled()
    resettle(tx, (registry, Cause("", "", now, now)), tx.run(_ALL)[0]["uid"], settled, whole=True)
    return settled


@LAW
@given(history=st.lists(st.one_of(upgrades(), reports()), min_size=1, max_size=6))
def test_looking_at_everything_again_finds_nothing_to_do(
    store: GraphStore, registry: Registry, history: Sequence[Report]
) -> None:
    Estate(store, registry).after(history)

    settled = store.rehearse((), lambda tx: settle_all(tx, registry))

    assert settled.touched == set()


def installed(product: str, **facts: str) -> Claim:
    """The claim that a release is installed."""
    return shared(
        Claim("HAS_INSTALLED", Target("software_release", (("product", product), ("version", "1"))), dict(facts))
    )


def said(*claims: Claim, scope: str = "default", source: str = "agent:1") -> Said:
    """An observation that makes claims."""
    return Said(source, "self", "packages", scope, "", {}, (), claims, 1)


def test_what_changed_is_what_only_one_of_two_reports_says(registry: Registry) -> None:
    curl, zlib, bash = (installed(name) for name in ("curl", "zlib1g", "bash"))
    manual = installed("curl", architecture="amd64")

    assert changed_claims(registry, said(curl, zlib), said(zlib, bash)) == [curl, bash]
    assert changed_claims(registry, said(curl), said(manual)) == [curl, manual]
    assert changed_claims(registry, None, said(curl)) is None
    assert changed_claims(registry, said(curl), said(curl, scope="branch")) is None
    assert changed_claims(registry, said(curl, source="manual:x"), said(curl, source="manual:x")) is None


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_nothing_that_changed_is_missed_whatever_its_place(registry: Registry, old: list[str], new: list[str]) -> None:
    changed = changed_claims(registry, said(*map(installed, old)), said(*map(installed, new)))

    assert set(map(id, changed or ())) == {id(installed(name)) for name in set(old) ^ set(new)}


def test_what_another_source_says_of_a_changed_package_is_looked_at_too(registry: Registry) -> None:
    curl, zlib, theirs = installed("curl"), installed("zlib1g"), installed("curl", architecture="amd64")
    spoken = {"ci": {"ours": said(zlib), "theirs": said(theirs, zlib, source="ssh:1")}}

    narrowed = narrow(registry, spoken, {"ci": [curl]})

    assert [entry.claims for entry in narrowed.said["ci"].values()] == [[], [theirs]]
    assert narrowed.targets == {("ci", "HAS_INSTALLED"): {value_uid(registry, curl.target, "default")}}


def test_a_claim_that_must_be_looked_up_is_looked_at_with_all_others_of_its_type(registry: Registry) -> None:
    curl, zlib = installed("curl"), installed("zlib1g")
    program = Claim("HAS_INSTALLED", "software_instance:x", {})
    spoken = {"ci": {"ours": said(curl, zlib, program)}}

    assert narrow(registry, spoken, {"ci": [curl]}).said == spoken


def test_only_what_is_short_is_kept_in_memory_and_what_is_long_counts_as_changed(registry: Registry) -> None:
    short, long = {"architecture": "amd64"}, {"architecture": "a" * 2_000}

    assert installed("curl", **short) is installed("curl", **short)
    assert installed("curl", **long) is not installed("curl", **long)
    assert installed("curl", **long) == installed("curl", **long)
    assert len(changed_claims(registry, said(installed("curl", **long)), said(installed("curl", **long))) or ()) == 2


def test_an_incomplete_report_that_says_the_same_later_leaves_nothing_to_do(
    store: GraphStore, registry: Registry
) -> None:
    history = [partly(report(Machine(packages=some), at)) for at, some in ((1, PACKAGES), (2, ()))]
    Estate(store, registry).after(history)

    settled = store.rehearse((), lambda tx: settle_all(tx, registry))

    assert settled.touched == set()
