"""What is suggested, and from what."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.suggestions.edges import suggested_edges
from cmdb_server.suggestions.entries import suggested_services
from cmdb_server.suggestions.facts import Facts, Port, Program, Service
from cmdb_server.suggestions.groups import suggested_groups
from cmdb_server.suggestions.inbox import suggested
from cmdb_server.suggestions.owners import suggested_owners
from cmdb_server.suggestions.replicas import suggested_replica_sets
from cmdb_server.suggestions.shared import shared_infrastructure


def program(text: str, port: int = 0, *needs: str) -> Program:
    """A program named as name@machine."""
    name, _, machine = text.partition("@")
    ports = frozenset({Port(port, "tcp")} if port else ())
    return Program(text, name, machine, ports, frozenset(needs))


def facts(*programs: Program, **more: object) -> Facts:
    """These programs and what else matters."""
    return Facts({one.uid: one for one in programs}, **more)  # pyright: ignore[reportArgumentType] - fields of the facts


APPS = (program("app@1", 8080), program("app@2", 8080))
LB = program("lb@0", 443, "app@1", "app@2")
SECOND = program("lb@5", 443, "app@1", "app@2")


def test_instances_behind_the_same_clients_are_a_group() -> None:
    (found,) = suggested_groups(facts(LB, SECOND, *APPS))

    assert (found.cis, found.clients, found.k) == (("app@1", "app@2"), ("lb@0", "lb@5"), 1)
    assert "2 instances of app listen at 8080/tcp: app on 1, app on 2" in found.evidence
    assert "the same clients use each of them: lb on 0, lb on 5" in found.evidence


def test_a_group_needs_two_clients_and_is_the_same_one_when_another_joins() -> None:
    third = program("lb@6", 443, "app@1", "app@2")

    (two,), (three,) = (
        list(suggested_groups(facts(*clients, *APPS))) for clients in ((LB, SECOND), (LB, SECOND, third))
    )

    assert two.key == three.key
    assert not list(suggested_groups(facts(LB, *APPS)))


def test_a_group_can_be_decided_whatever_its_programs_are_called() -> None:
    long = "x" * 4_096
    balancers = (program(f"lb@{turn}", 443, f"{long}@1", f"{long}@2") for turn in (8, 9))

    (found,) = suggested_groups(facts(*balancers, program(f"{long}@1", 80), program(f"{long}@2", 80)))

    assert len(found.key) < 100


def test_no_group_is_suggested_where_one_is_declared_or_where_they_do_not_stand_in_for_each_other() -> None:
    other_client = program("batch@9", 0, "app@1")
    replica = program("app@2", 8080, "app@1")
    neighbour = program("app@1b", 8080)

    assert not list(suggested_groups(facts(LB, SECOND, *APPS, groups={"G": frozenset({"app@1", "app@2"})})))
    assert not list(suggested_groups(facts(LB, SECOND, *APPS, other_client)))
    assert not list(suggested_groups(facts(LB, SECOND, APPS[0], replica)))
    assert not list(suggested_groups(facts(LB, SECOND, APPS[0], Program("x", "app", "1", neighbour.ports))))


DB, COPY, FAR = program("db@1", 5432), program("db@2", 5432), program("db@3", 5432)
COPIES = {"db@2": "db@1", "db@3": "db@2"}


def test_a_primary_and_what_copies_from_it_are_a_group_that_somebody_has_to_decide() -> None:
    app = program("app@1", 8080, "db@1", "db@2")

    (found,) = suggested_replica_sets(facts(DB, COPY, FAR, app, primaries=COPIES))

    assert (found.kind, found.cis, found.clients, found.k) == ("group", ("db@1", "db@2", "db@3"), ("app@1",), 1)
    assert found.key == "replica_set:db@1"
    assert "from db on 1 copy: db on 2, db on 3" in found.evidence
    assert "who is connected to a replica, too: app on 1" in found.evidence
    assert found in suggested(facts(DB, COPY, FAR, app, primaries=COPIES))


def test_no_replica_set_is_suggested_that_nobody_uses_or_that_is_declared() -> None:
    app = program("app@1", 8080, "db@1")
    declared = {"G": frozenset({"db@1", "db@2"})}

    assert not list(suggested_replica_sets(facts(DB, COPY, FAR, primaries=COPIES)))
    assert not list(suggested_replica_sets(facts(DB, COPY, FAR, app, primaries=COPIES, groups=declared)))


def test_servers_that_copy_from_each_other_are_one_replica_set() -> None:
    app = program("app@1", 8080, "db@1")

    (found,) = suggested_replica_sets(facts(DB, COPY, app, primaries={"db@1": "db@2", "db@2": "db@1"}))

    assert found.cis == ("db@1", "db@2")


def test_a_scanner_that_touches_everything_is_no_client() -> None:
    scanner = program("scan@0", 0, *(f"app@{number}" for number in range(1, 30)))
    touched = [program(f"app@{number}", 22) for number in range(1, 30)]

    assert facts(scanner, *touched).watchers() == {"scan@0"}
    assert not list(suggested_groups(facts(scanner, *touched)))


def test_what_nobody_known_uses_and_needs_others_is_where_a_service_is_entered() -> None:
    local = program("agent@1", 9000, "app@1")
    found = list(suggested_services(facts(LB, *APPS, local)))

    assert [one.key for one in found] == ["service:lb@0"]
    assert not list(suggested_services(facts(LB, *APPS, in_services=frozenset({"lb@0"}))))


def test_a_service_is_entered_through_the_group() -> None:
    first, second = program("lb@1", 443, "app@1"), program("lb@2", 443, "app@1")

    (found,) = suggested_services(facts(first, second, APPS[0], groups={"LBS": frozenset({"lb@1", "lb@2"})}))

    assert found.key == "service:LBS"


def test_who_needs_members_one_by_one_may_need_the_group() -> None:
    groups = {"APPS": frozenset({"app@1", "app@2"})}
    settled = program("lb@7", 443, "app@1", "APPS")

    found = list(suggested_edges(facts(LB, *APPS, settled, groups=groups)))

    assert [(one.clients, one.cis) for one in found] == [(("lb@0",), ("APPS", "app@1", "app@2"))]


def test_a_team_that_is_named_as_owner_is_one() -> None:
    services = {"s": Service("s", "Shop", "Digital Sales"), "t": Service("t", "Till", "Digital Sales", frozenset("x"))}

    (found,) = suggested_owners(Facts({}, services=services, teams={"digital sales": "team1"}))

    assert found.cis == ("s", "team1")


def test_a_name_server_of_many_machines_is_shared_and_one_of_few_is_not() -> None:
    named = program("named@dns", 53)
    many = [program(f"p@{number}", 0, "named@dns") for number in range(5)]

    (found,) = shared_infrastructure(facts(named, *many))
    assert found.key == "shared:named@dns"
    assert not list(shared_infrastructure(facts(named, *many[1:])))
    assert not list(shared_infrastructure(facts(program("named@dns", 5432), *many)))


uids = st.sampled_from([f"{name}@{machine}" for name in "ab" for machine in "123"])
programs = st.lists(
    st.tuples(uids, st.sampled_from([0, 53, 80]), st.frozensets(uids | st.just("G"), max_size=3)), max_size=6
)


def _facts(entries: Iterable[tuple[str, int, frozenset[str]]]) -> Facts:
    """The last word on each program counts, so that the order of different ones is free."""
    latest = dict(sorted((uid, (port, needed)) for uid, port, needed in entries))
    made = [program(uid, port, *needed) for uid, (port, needed) in latest.items()]
    return facts(*made, groups={"G": frozenset({"a@1", "a@2"})})


@given(st.data(), programs)
def test_the_order_of_programs_does_not_matter(
    data: st.DataObject, entries: list[tuple[str, int, frozenset[str]]]
) -> None:
    whole = _facts(entries)
    turned = data.draw(st.permutations(list(whole.programs.values())))

    assert suggested(whole) == suggested(facts(*turned, groups=whole.groups))
