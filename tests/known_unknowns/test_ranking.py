"""Which unknown addresses are worth a look first, and how much is explained."""

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.known_unknowns.ranking import ranked
from cmdb_server.known_unknowns.resting import services_on
from cmdb_server.known_unknowns.talks import Talk, share_of
from impact import reach_of
from impact.rows import integers
from tests.impact.estates import Case, cases

SERVICES = {"web": ["shop", "pay"], "app": ["shop"]}
talks = st.lists(
    st.builds(
        Talk,
        client=st.sampled_from([*SERVICES, "cron", "other"]),
        target=st.sampled_from(["p1", "p2", "e1"]),
        is_peer=st.booleans(),
        computer=st.just(""),
        provider=st.sampled_from(["", "db"]),
        address=st.sampled_from(["10.0.0.1", "10.0.0.2"]),
        port=st.sampled_from([80, 443]),
        protocol=st.just("tcp"),
        sightings=st.integers(1, 3),
        last_seen_at=st.integers(0, 9),
    ),
    max_size=8,
)


def talk(client: str, target: str, port: int = 443, *, provider: str = "", sightings: int = 1) -> Talk:
    """A connection to a peer (p..) or to an endpoint of a known machine."""
    address = f"192.0.2.{ord(target[0])}{target[1:]}"
    return Talk(client, target, target.startswith("p"), "", provider, address, port, "tcp", sightings, 7)


def test_the_address_on_which_most_services_depend_comes_first() -> None:
    watched = [talk("cron", "p1", sightings=900), talk("other", "p1"), talk("at", "p1")]
    found = ranked([*watched, talk("app", "p2"), talk("web", "p3"), talk("app", "p3", 80)], SERVICES)

    assert [peer.uid for peer in found] == ["p3", "p2", "p1"]
    assert (found[0].services, found[0].clients, found[0].ports) == (
        ("pay", "shop"),
        ("app", "web"),
        ("80/tcp", "443/tcp"),
    )


def test_an_endpoint_of_a_known_machine_is_no_unknown_address() -> None:
    assert ranked([talk("web", "e1"), talk("web", "p1", provider="db")], SERVICES) == []


def test_what_one_program_says_to_one_port_counts_once() -> None:
    found = share_of([talk("web", "p1"), talk("web", "p1"), talk("web", "e1"), talk("web", "e2", provider="db")])

    assert found == (3, 1)


@given(st.data(), talks)
def test_the_order_of_connections_does_not_matter(data: st.DataObject, said: list[Talk]) -> None:
    other = data.draw(st.permutations(said))

    assert ranked(said, SERVICES) == ranked(other, SERVICES)
    assert share_of(said) == share_of(other)


@given(cases(), st.data())
def test_services_are_those_that_the_failure_of_a_program_can_reach(case: Case, data: st.DataObject) -> None:
    graph = case.estate().graph
    some = st.lists(st.sampled_from(range(len(case.cis))), unique=True, max_size=len(case.cis)).map(sorted)
    services, programs = data.draw(some), data.draw(some)

    found = services_on(graph, integers(services), integers(programs))

    reached = {one: [other for other in services if other in reach_of(graph, integers([one]))] for one in programs}
    assert found == {one: rested for one, rested in reached.items() if rested}
