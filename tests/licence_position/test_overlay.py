"""What a change does to licences: the position of the estate as it would be, and laws that hold for all of them."""

import pytest
from hypothesis import given

from cmdb_server.licence_position.estate import Estate, Installed, Machine, Processor
from cmdb_server.licence_position.overlay import (
    Changed,
    Difference,
    Move,
    NewHost,
    OverlayError,
    Resize,
    Retire,
    changed,
    differences,
)
from cmdb_server.licence_position.position import position
from cmdb_server.licence_position.rights import Licensed, Right, Terms
from tests.licence_position.test_reference import estates, rights

TERMS = Terms((Licensed("Acme", "Product"),), "core", per_host=16, scope="cluster")
RIGHTS = [Right("r", TERMS, 48, 100)]


def esx(name: str, cores: int, cluster: str) -> Machine:
    """A host of a cluster."""
    return Machine(name, name, processors=(Processor("Xeon", cores),), cluster=cluster)


def estate() -> Estate:
    """A virtual machine in a small cluster beside a large one."""
    machines = (esx("a1", 24, "a"), esx("b1", 32, "b"), esx("b2", 32, "b"))
    app7 = Machine("app7", "app7", is_virtual=True, virtual_cores=4, host="a1", cluster="a")
    everything = {one.uid: one for one in (*machines, app7)}
    clusters = {"a": ("small", ("a1",)), "b": ("large", ("b1", "b2"))}
    return Estate(everything, [Installed("app7", "Acme", "Product")], clusters)


def differing(*changes: Changed) -> Difference:
    """The one pool that differs."""
    before = estate()
    (found,) = differences(position(before, RIGHTS), position(changed(before, changes), RIGHTS))
    return found


def test_a_move_to_a_larger_cluster_takes_all_its_cores_and_says_which() -> None:
    found = differing(Move("app7", "b1"))
    (gone, come) = found.consumed

    assert (found.before.used, found.after.used, found.missing_cost) == (24, 64, 1600)
    assert [one.name for pair in (gone, come) for one in pair if one] == ["small", "large"]
    assert come[1] is not None
    assert come[1].steps[1] == "b1 has 1 processor with 32 cores"


def test_a_new_host_in_the_cluster_counts_although_nothing_runs_on_it() -> None:
    found = differing(NewHost("new", "a2", (Processor("Xeon", 28),), "a"))

    assert (found.before.used, found.after.used) == (24, 52)


def test_more_cores_and_a_retirement() -> None:
    assert differing(Resize("a1", (Processor("Xeon", 40),))).after.used == 40
    assert differing(Retire("app7")).after.used == 0
    both = changed(estate(), [Move("app7", "b1"), Move("app7", "a1")])
    assert differences(position(estate(), RIGHTS), position(both, RIGHTS)) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Move("a1", "b1"), "is no virtual machine"),
        (Move("app7", "app7"), "is no host"),
        (Move("app7", "nothing"), "is no host"),
        (Retire("nothing"), "has no software"),
        (Resize("app7", (Processor("Xeon", 8),)), "how many virtual cores"),
        (Resize("a1", virtual_cores=8), "which processors"),
        (NewHost("new", "x", (Processor("Xeon", 8),), "nothing"), "is no cluster"),
    ],
    ids=str,
)
def test_a_change_that_the_estate_does_not_allow_says_why(change: Changed, message: str) -> None:
    with pytest.raises(OverlayError, match=message):
        changed(estate(), [change])


@given(estates(), rights)
def test_retiring_a_virtual_machine_never_costs_more(one: Estate, held: list[Right]) -> None:
    before = position(one, held).missing_cost

    after = [position(changed(one, [Retire(uid)]), held).missing_cost for uid in ("v1", "v2")]

    assert max(after) <= before
