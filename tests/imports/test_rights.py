"""Whoever may change some CIs only imports those; the other rows are refused with the reason."""

from dataclasses import replace

import pytest

from cmdb_server.auth.identity import READ, WRITE, Identity
from cmdb_server.imports.batch_values import Batch
from cmdb_server.imports.mapping import RelationFrom, SheetMapping, TargetFrom, ValueFrom
from cmdb_server.permissions.grants import Grant
from tests.imports.importing import WHO, Importer, there

AT_SITE = RelationFrom("LOCATED_IN", TargetFrom("site", [ValueFrom("name", "Site")]), creates=True)
ATTRIBUTES = [ValueFrom("name", "Name"), ValueFrom("manufacturer", "Maker"), ValueFrom("serial_number", "Serial")]
ADMINS = SheetMapping("rows", "workstation", "Class", attributes=ATTRIBUTES, relations=[AT_SITE])
MINE = replace(ADMINS, relations=[replace(AT_SITE, creates=False)])
HEAD = "Name;Maker;Serial;Site;Class;Host\n"
ESTATE = f"{HEAD}w1;Dell;W-1;Oslo;;\nw2;Dell;W-2;Bergen;;\ns1;Dell;S-1;Oslo;server;\n"
OSLO = Identity(
    "ola",
    "person",
    frozenset((READ, WRITE)),
    grants=(Grant("workstation", ("Oslo",), write=("general", "identity")), Grant("site", ("Oslo",))),
)


@pytest.fixture
def ola(importer: Importer) -> Importer:
    """Somebody who may change workstations in Oslo, on a graph with two sites."""
    importer.commit(ESTATE.encode(), ADMINS)
    return replace(importer, who=OSLO)


def reasons(importer: Importer, batch: Batch) -> dict[str, str]:
    """What becomes of each row, by its name: the outcome, or why not."""
    found = importer.rows(batch)
    return {row.name: row.problems[0].message if row.problems else row.outcome for row in found}


def test_rows_of_other_classes_and_sites_are_refused_with_the_reason(ola: Importer) -> None:
    text = (
        f"{HEAD}w1-renamed;Dell;W-1;Oslo;;\nw3;Dell;W-3;Oslo;;\nw2-renamed;Dell;W-2;Bergen;;\nw4;Dell;W-4;Bergen;;\n"
        "w5;Dell;W-5;;;\ns1-renamed;Dell;S-1;Oslo;server;\ns2;Dell;S-2;Oslo;server;\nw6;Dell;W-6;Nowhere;;\n"
    )

    batch = ola.commit(text.encode(), MINE)

    assert reasons(ola, batch) == {
        "w1-renamed": "update",
        "w3": "create",
        "w2-renamed": "the row is about a CI that you may not change",
        "w4": "you may not make a workstation on site Bergen",
        "w5": "you may not make a workstation that stands on no known site",
        "s1-renamed": "the row is about a CI that you may not change",
        "s2": "you may not make a server on site Oslo",
        "w6": "you may not make a workstation that stands on no known site",
    }
    assert batch.stored == 2
    facts = ola.facts()
    assert all(name in facts for name in ("w1-renamed", '"w3"', '"w2"', '"s1"'))
    assert not any(name in facts for name in ("w2-renamed", "w4", "w5", "s1-renamed", '"s2"', "Nowhere"))


def test_a_row_needs_the_right_to_each_attribute_and_to_what_it_leads_to(ola: Importer) -> None:
    sheet = replace(MINE, attributes=[*ATTRIBUTES, ValueFrom("fqdn", "Host")])

    moved = ola.preview(f"{HEAD}w1;Dell;W-1;Bergen;;\n".encode(), MINE)
    named = ola.preview(f"{HEAD}w1;Dell;W-1;Oslo;;w1.example.org\n".encode(), sheet)
    made = ola.preview(f"{HEAD}w1;Dell;W-1;Tromsø;;\n".encode(), ADMINS)

    assert reasons(ola, moved) == {"w1": "LOCATED_IN leads to a CI that is not there or that you do not see"}
    assert [(entry.column, entry.message) for entry in ola.rows(named)[0].problems] == [
        ("Host", "may not be changed by you here")
    ]
    assert "may not be made or changed by you" in reasons(ola, made)["w1"]


def test_what_may_be_stored_is_decided_again_when_it_is_stored(ola: Importer) -> None:
    batch = ola.preview(f"{HEAD}w1-renamed;Dell;W-1;;;\nw3;Dell;W-3;Oslo;;\n".encode(), MINE)
    replace(ola, who=WHO).commit(f"{HEAD}w1;Dell;W-1;Bergen;;\n".encode(), ADMINS)

    stored = ola.work(there(ola.start().commit(batch.uid, OSLO, takes_conflicts=False)))

    assert (stored.stored, reasons(ola, stored)["w1-renamed"]) == (1, "the row is about a CI that you may not change")
    assert "w1-renamed" not in ola.facts()


def test_imports_are_seen_by_who_made_them_with_the_rights_they_still_have(ola: Importer) -> None:
    batch = ola.preview(f"{HEAD}w3;Dell;W-3;Oslo;;\n".encode(), MINE)
    kari = replace(OSLO, name="kari")
    promoted = replace(OSLO, grants=(Grant("workstation", write=("general",)),))

    seen = {who: ola.start().find(batch.uid, who) is not None for who in (OSLO, WHO, kari, promoted)}

    assert seen == {OSLO: True, WHO: True, kari: False, promoted: False}
    assert [entry.uid for entry in ola.start().open_to(OSLO)] == [batch.uid]
    assert len(ola.start().open_to(WHO)) == 2
