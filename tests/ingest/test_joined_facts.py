"""When a relationship is used that several claims make: only then what all of them say."""

from collections.abc import Mapping
from functools import reduce
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.ingest.derivation import joined_facts
from graph_schema.declare import AttributeValue

Facts = Mapping[str, AttributeValue]
TIMED: "st.SearchStrategy[Facts]" = st.sampled_from([{"timing": "start"}, {"timing": "set_hours"}, {"port": 1}])


@given(st.lists(TIMED, min_size=1, max_size=4))
def test_the_timing_is_what_all_claims_say_in_whatever_order_they_are_joined(claims: list[Facts]) -> None:
    said = {str(claim.get("timing")) for claim in claims}

    found = {str(reduce(joined_facts, order).get("timing")) for order in permutations(claims)}

    assert found == ({said.pop()} if len(said) == 1 else {"None"})
