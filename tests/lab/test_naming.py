"""The lab's own perfect export, whose uids are the names, is read as what it is."""

import json
import os
from pathlib import Path

import pytest

from tests.lab.naming import Names, names_of
from tests.lab.predict import targets

DATA = Path(os.environ.get("PLUMBLINE_TEST_DATA", "")) / "lab" / "testdata"
SIMULATED = ("printer1/", "sw-core/", "sw-office/", "ups1/")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="PLUMBLINE_TEST_DATA is not set: the lab is not here")


@pytest.fixture(scope="module")
def names() -> Names:
    truth = json.loads((DATA / "truth.json").read_text(encoding="utf-8"))
    lines = (DATA / "export.ndjson").read_text(encoding="utf-8").splitlines()
    return names_of(truth, [json.loads(line) for line in lines])


def test_nodes_services_and_ports_are_found_under_their_names(names: Names) -> None:
    truth = json.loads((DATA / "truth.json").read_text(encoding="utf-8"))
    named = {name: uid for name, uid in names.uids.items() if name in targets(truth, links=True)}

    assert {name for name, uid in named.items() if name != uid} == set()
    unknown = ({*targets(truth, links=True)} | {*names.node_of}) - set(names.uids)
    assert {name for name in unknown if not name.startswith(SIMULATED)} == set()


def test_a_program_that_was_not_found_is_as_its_node_is(names: Names) -> None:
    unknown = Names({name: uid for name, uid in names.uids.items() if name != "app1/shop"}, names.node_of)

    assert unknown.states({names.uids["app1"]: "down"})["app1/shop"] == "down"
    assert names.states({names.uids["app1/shop"]: "degraded"}) == {"app1/shop": "degraded"}
