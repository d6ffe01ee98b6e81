"""The position equals that of an independent slow reference, on random small estates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmdb_server.licence_position import assignment
from cmdb_server.licence_position.assignment import _FEW  # pyright: ignore[reportPrivateUsage] - both ways through it
from cmdb_server.licence_position.estate import Estate, Installed, Machine, Processor
from cmdb_server.licence_position.position import position
from cmdb_server.licence_position.rights import METRICS, SCOPES, Factor, Licensed, Metric, Right, Terms
from tests.licence_position.reference import cheapest

PRODUCTS = ("writer", "sheets", "store")
HOSTS = ("h1", "h2")
EXAMPLES = 400
METRICS_OF_RIVALS: tuple[Metric, ...] = ("device", "device", "user", "site")

processors = st.lists(st.builds(Processor, st.sampled_from(("Xeon", "Power9")), st.integers(1, 24)), max_size=2)
# Every field is said: what is left out is drawn from all values of its type, and no machine has -1 cores.
hosts = st.builds(
    Machine,
    uid=st.just(""),
    name=st.just(""),
    site=st.sampled_from(("oslo", "")),
    entity=st.sampled_from(("north", "south")),
    user=st.sampled_from(("", "ann", "bob")),
    is_virtual=st.just(value=False),
    virtual_cores=st.just(0),
    processors=processors.map(tuple),
    host=st.just(""),
    cluster=st.sampled_from(("", "c1")),
)
guests = st.builds(
    Machine,
    uid=st.just(""),
    name=st.just(""),
    site=st.sampled_from(("oslo", "")),
    entity=st.sampled_from(("north", "south")),
    user=st.sampled_from(("", "ann", "bob")),
    is_virtual=st.just(value=True),
    virtual_cores=st.integers(0, 6),
    processors=st.just(()),
    host=st.sampled_from(("", *HOSTS)),
    cluster=st.sampled_from(("", "c1")),
)
software = st.lists(
    st.builds(
        Installed,
        machine=st.sampled_from((*HOSTS, "v1", "v2")),
        publisher=st.just("acme"),
        product=st.sampled_from(PRODUCTS),
        version=st.sampled_from(("", "2019", "2022")),
        edition=st.sampled_from(("", "pro")),
        suite=st.sampled_from(("", "", "office")),
    ),
    min_size=1,
    max_size=5,
)
terms = st.builds(
    Terms,
    products=st.lists(
        st.builds(Licensed, st.just("acme"), st.sampled_from((*PRODUCTS, "office")), st.sampled_from(("", "", "pro"))),
        min_size=1,
        max_size=2,
    ).map(tuple),
    metric=st.sampled_from(METRICS),
    entity=st.sampled_from(("", "", "north")),
    version=st.sampled_from(("", "", "2019")),
    is_downgradable=st.booleans(),
    per_processor=st.sampled_from((0, 8)),
    per_host=st.sampled_from((0, 16)),
    per_machine=st.sampled_from((0, 4)),
    pack=st.sampled_from((1, 2)),
    factors=st.sampled_from(((), (Factor("xeon*", 50),), (Factor("power*", 120), Factor("*", 70)))),
    scope=st.sampled_from(SCOPES),
    instances=st.sampled_from((0, 1, 2)),
    devices=st.sampled_from((0, 1, 2)),
    allocated=st.sampled_from(((), ("v1", "ann"))),
    stated=st.integers(1, 4),
)
rights = st.lists(
    st.builds(Right, uid=st.just("r"), terms=terms, quantity=st.integers(0, 40), price=st.integers(0, 500)),
    min_size=1,
    max_size=3,
)


@st.composite
def estates(draw: st.DrawFn) -> Estate:
    """Two hosts, two virtual machines, one cluster."""
    made = {uid: draw(hosts if uid in HOSTS else guests) for uid in (*HOSTS, "v1", "v2")}
    named = {uid: one._replace(uid=uid, name=uid) for uid, one in made.items()}
    return Estate(named, draw(software), {"c1": ("cluster one", HOSTS)})


@settings(max_examples=EXAMPLES, deadline=None)
@given(estates(), rights)
def test_the_position_is_the_cheapest_there_is(estate: Estate, held: list[Right]) -> None:
    found = position(estate, held)
    money, units, left = cheapest(estate, held)

    missing = [(max(-line.difference, 0), line.pool.price + 1) for line in found.lines]
    assert sum(number * price for number, price in missing) == money
    assert sum(line.used for line in found.lines) == units
    assert set(found.unlicensed) == left
    assert all(found.unlicensed.values())


@settings(max_examples=60, deadline=None)
@given(estates(), rights)
def test_every_unit_that_is_used_says_who_used_it_and_why(estate: Estate, held: list[Right]) -> None:
    found = position(estate, held)

    covered = {place for line in found.lines for one in line.consumed for place in one.covers}
    assert covered | set(found.unlicensed) == set(range(len(estate.installed)))
    assert not covered & set(found.unlicensed)
    for line in found.lines:
        assert line.used == sum(one.units for one in line.consumed)
        assert line.entitled == sum(right.quantity for right in line.pool.rights)
        assert all(one.steps and one.covers for one in line.consumed)
        assert all(line.pool.terms.covers(estate.installed[place]) for one in line.consumed for place in one.covers)


@settings(max_examples=40, deadline=None)
@given(estates(), rights, st.integers(1, 40))
def test_more_of_a_right_never_costs_more(estate: Estate, held: list[Right], more: int) -> None:
    first = held[0]
    richer = [Right(first.uid, first.terms, first.quantity + more, first.price), *held[1:]]

    costs = [
        sum(max(-line.difference, 0) * (line.pool.price + 1) for line in position(estate, rights).lines)
        for rights in (held, richer)
    ]
    assert costs[1] <= costs[0]


desks = st.tuples(st.sampled_from(HOSTS), st.just("acme"), st.sampled_from(PRODUCTS)).map(lambda told: Installed(*told))
bundles = st.lists(st.sampled_from(PRODUCTS), min_size=1, max_size=3, unique=True).map(
    lambda names: tuple(Licensed("acme", name) for name in names)
)
rivals = st.lists(
    st.builds(
        Right,
        uid=st.just("r"),
        terms=st.tuples(bundles, st.sampled_from(METRICS_OF_RIVALS)).map(lambda told: Terms(*told)),
        quantity=st.integers(0, 2),
        price=st.sampled_from((10, 100, 250, 400)),
    ),
    min_size=2,
    max_size=4,
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(desks, min_size=2, max_size=6), rivals, st.sampled_from((1, _FEW)))
def test_suites_and_single_rights_that_compete_go_where_they_save_most(
    installed: list[Installed], held: list[Right], few: int
) -> None:
    machines = {uid: Machine(uid, uid, site="oslo", user="ann") for uid in HOSTS}
    estate = Estate(machines, installed)

    with pytest.MonkeyPatch.context() as patch:
        # Small groups are counted by patterns, large ones thing by thing: both have to come to the same.
        patch.setattr(assignment, "_FEW", few)
        found = position(estate, held)
    money, units, _ = cheapest(estate, held)

    missing = [(max(-line.difference, 0), line.pool.price + 1) for line in found.lines]
    assert sum(number * price for number, price in missing) == money
    assert sum(line.used for line in found.lines) == units
