"""Files against the real engine: what a preview tells, what a commit stores, what an undo leaves."""

from dataclasses import replace

import pytest

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.imports.batch_values import RowChange
from cmdb_server.imports.refusals import ImportRefusedError
from cmdb_server.imports.tables import Reading
from cmdb_server.imports.undoing import ImportRestsError
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.stored import read_cis
from cmdb_server.ingest.validation import decode
from graph_schema import Registry
from graph_schema.report import encode
from tests.imports.files import SERVER_MAPPING, SERVERS, workbook
from tests.imports.importing import WHO, Importer, there
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.machines import Machine, report

FILE = SERVERS.encode()
RENAMED = FILE.replace(b"app1;Dell;", b"web1;Dell Inc.;")
SERIAL = replace(SERVER_MAPPING, relations=[])
SOURCES = Query("test.sources", "MATCH (s:Source) RETURN s.key AS key")
EVENTS = Query("test.events", "MATCH (e:Event) RETURN e.actor AS actor, e.source AS source")

FORGET_CHUNK = Query("test.forget_chunk", "MATCH (c:ImportChunk {batch: $batch}) SET c.state = 'previewed'")
KEPT = Query(
    "test.kept",
    """
    MATCH (n)
    WHERE n:ImportBatch OR n:ImportPiece OR n:ImportChunk
    RETURN count(n) AS kept
    """,
)
COMMITTING = Query(
    "test.committing",
    "MATCH (b:ImportBatch {uid: $batch}) SET b.body = replace(b.body, 'committed', 'committing')",
)


def reported(ingest: Ingest, registry: Registry, *machines: Machine) -> None:
    """Machines, as their agents report them."""
    for machine in machines:
        ingest.accept(decode(encode(report(machine)), registry), "test")


def test_a_preview_tells_of_a_placeholder_that_it_is_left_out(importer: Importer) -> None:
    batch = importer.preview(FILE.replace(b"SN-1", b"To be filled by O.E.M."), SERVER_MAPPING)

    row = importer.rows(batch)[0]
    assert row.outcome == "create"
    assert "serial_number" not in {change.name for change in row.changes}
    assert row.notes[0].endswith("'To be filled by O.E.M.' says nothing (a placeholder) and is left out")


def test_a_preview_tells_what_each_row_does_and_stores_nothing(importer: Importer, store: GraphStore) -> None:
    before = importer.facts()

    batch = importer.preview(FILE, SERVER_MAPPING)

    assert (batch.state, batch.rows, batch.counts["create"], batch.stored) == ("previewed", 2, 2, 0)
    row = importer.rows(batch)[0]
    assert (row.sheet, row.number, row.outcome, row.name, row.uid) == ("rows", 2, "create", "app1", "")
    assert RowChange("serial_number", None, "SN-1") in row.changes
    assert RowChange("LOCATED_IN", None, "Oslo") in row.changes
    assert row.notes == ["OWNED_BY waits: there is no person kari@example.org yet", "creates site Oslo"]
    assert importer.facts() == before
    assert store.read(lambda tx: tx.run(SOURCES)) == []


def test_a_commit_stores_the_rows_under_the_name_of_who_did_it(importer: Importer, store: GraphStore) -> None:
    batch = importer.commit(FILE, SERVER_MAPPING)

    assert (batch.state, batch.stored) == ("committed", 2)
    assert statuses(store, "server") == {"app1": "active", "app2": "active"}
    assert ("app1", "LOCATED_IN", "Oslo") in open_relationships(store)
    events = store.read(lambda tx: tx.run(EVENTS))
    assert {(event["actor"], event["source"]) for event in events} == {(WHO.name, batch.source)}
    shown = store.read(lambda tx: read_cis(tx, {row.uid for row in importer.rows(batch)}))
    assert [shown[row.uid]["name"] for row in importer.rows(batch)] == ["app1", "app2"]


def test_the_same_file_again_changes_nothing_and_another_value_is_an_update(importer: Importer) -> None:
    importer.commit(FILE, SERVER_MAPPING)
    facts = importer.facts()

    again = importer.preview(FILE, SERVER_MAPPING)
    other = importer.preview(FILE.replace(b"2048", b"4096"), SERVER_MAPPING)

    assert again.counts["unchanged"] == 2
    assert importer.facts() == facts
    changed = importer.rows(other, "update")
    assert [(row.name, row.changes) for row in changed] == [("app2", [RowChange("memory_bytes", "2048", "4096")])]
    assert changed[0].uid


def test_a_later_file_wins_over_an_earlier_one(importer: Importer) -> None:
    importer.commit(FILE, SERIAL)

    importer.commit(FILE.replace(b"2048", b"4096"), SERIAL)

    assert '"memory_bytes":4096' in importer.facts().replace(" ", "")


def test_a_row_that_another_source_outvotes_is_a_conflict(
    importer: Importer, ingest: Ingest, registry: Registry
) -> None:
    reported(ingest, registry, Machine("app1", serial_number="SN-1"))

    batch = importer.commit(RENAMED, SERVER_MAPPING)

    row = importer.rows(batch, "conflict")[0]
    assert (row.problems[0].column, row.problems[0].value) == ("Name", "web1")
    assert "outvoted by agent:app1, which says 'app1'" in row.problems[0].message
    assert (batch.stored, row.uid != "") == (1, True)


def test_conflicts_are_stored_where_that_is_asked_for(importer: Importer, ingest: Ingest, registry: Registry) -> None:
    reported(ingest, registry, Machine("app1", serial_number="SN-1"))

    batch = importer.commit(RENAMED, SERVER_MAPPING, takes_conflicts=True)

    assert batch.stored == 2
    assert '"memory_bytes":1024' in importer.facts().replace(" ", "")
    assert importer.rejects(batch).count("\n") == 1


def test_a_row_that_matches_two_cis_is_a_conflict_and_never_stored(
    importer: Importer, ingest: Ingest, registry: Registry
) -> None:
    reported(ingest, registry, Machine("app1", serial_number="SN-1"), Machine("db1", "10.0.0.2"))
    text = "Name;Maker;Serial;Memory;FQDN\napp1;Dell Inc.;SN-1;1;db1.example.net\n"
    values = [*SERVER_MAPPING.attributes, replace(SERVER_MAPPING.attributes[0], attribute="fqdn", column="FQDN")]
    before = importer.facts()

    batch = importer.commit(text.encode(), replace(SERIAL, attributes=values), takes_conflicts=True)

    row = importer.rows(batch)[0]
    assert (row.outcome, batch.stored) == ("conflict", 0)
    assert "matches 2 CIs" in row.problems[0].message
    assert importer.facts() == before


def test_good_rows_go_in_and_the_others_stay_in_a_file_that_can_be_imported_again(importer: Importer) -> None:
    batch = importer.commit(SERVERS.replace("2048", "2 GB").encode(), SERVER_MAPPING)

    rejects = importer.rejects(batch)
    corrected = importer.commit(rejects.replace("2 GB", "2048").encode(), SERVER_MAPPING)

    assert (batch.stored, batch.counts["reject"]) == (1, 1)
    assert rejects.splitlines()[0] == "Name,Maker,Serial,Memory,Site,Owner,why it was not stored"
    assert "row 3: Memory '2 GB' is no number; write digits only, without a unit" in rejects
    assert corrected.stored == 1


def test_what_a_spreadsheet_would_run_is_defused_in_the_reject_file(importer: Importer) -> None:
    batch = importer.preview(SERVERS.replace("2048", "x").replace("app2", "@SUM(1)").encode(), SERVER_MAPPING)

    assert importer.rejects(batch).splitlines()[1].startswith("'@SUM(1),")


def test_a_workbook_holds_several_classes(importer: Importer, store: GraphStore) -> None:
    content = workbook(
        {
            "Sites": [["name", "city"], ["Oslo Nydalen", "Oslo"]],
            "Rooms": [["name", "site"], ["R1", "Oslo Nydalen"]],
            "Racks": [["name", "room", "site"], ["A1", "R1", "Oslo Nydalen"]],
            "Servers": [
                ["name", "manufacturer", "serial number", "rack", "room", "site"],
                ["app1", "Dell", "SN-1", "A1", "R1", "Oslo Nydalen"],
            ],
        }
    )

    batch = importer.commit(content)

    assert (batch.rows, batch.stored) == (4, 4)
    assert [row.notes for row in importer.rows(batch)] == [[], [], [], []]
    assert {("R1", "LOCATED_IN", "Oslo Nydalen"), ("A1", "LOCATED_IN", "R1"), ("app1", "LOCATED_IN", "A1")} <= (
        open_relationships(store)
    )


def test_an_undo_restores_what_was_there(importer: Importer, ingest: Ingest, registry: Registry) -> None:
    reported(ingest, registry, Machine("app1", serial_number="SN-1"))
    before = importer.facts()
    batch = importer.commit(FILE.replace(b"Dell", b"Dell Inc."), SERIAL)

    check = importer.start().check_undo(batch)
    undone = importer.undo(batch)

    assert (check.retires, check.changes, check.resting) == (1, 1, ())
    assert (undone.state, undone.stored) == ("undone", 0)
    left = [line for line in importer.facts().splitlines() if '"retired"' not in line]
    assert left == before.splitlines()


def test_what_rests_on_an_import_is_shown_before_it_is_undone(
    importer: Importer, ingest: Ingest, registry: Registry
) -> None:
    batch = importer.commit(FILE.replace(b"Dell", b"Dell Inc."), SERVER_MAPPING)
    reported(ingest, registry, Machine("app1", serial_number="SN-1", kernel="6.12"))

    check = importer.start().check_undo(batch)

    assert (check.retires, check.changes) == (2, 1)
    assert {(entry.name, entry.kind, entry.source) for entry in check.resting} == {("app1", "change", "agent:app1")}
    assert "kernel_version" in check.resting[0].what


def test_an_undo_leaves_what_others_rest_on_or_is_refused(
    importer: Importer, ingest: Ingest, registry: Registry
) -> None:
    batch = importer.commit(FILE.replace(b"Dell", b"Dell Inc."), SERVER_MAPPING)
    reported(ingest, registry, Machine("app1", serial_number="SN-1", kernel="6.12"))
    imports = importer.start()

    with pytest.raises(ImportRestsError) as refused:
        imports.undo(batch.uid, WHO)
    skipped = importer.work(there(imports.undo(batch.uid, WHO, "skip")))
    check = importer.start().check_undo(skipped)
    undone = importer.work(there(importer.start().undo(batch.uid, WHO, "undo")))

    assert "kernel_version" in refused.value.errors[0].field
    assert (skipped.state, skipped.stored, skipped.is_undoable) == ("undone", 1, True)
    assert (check.retires, check.changes) == (0, 1)
    assert (undone.stored, undone.is_undoable) == (0, False)


def test_the_mapping_is_remembered_for_the_same_header(importer: Importer) -> None:
    importer.preview(FILE, SERVER_MAPPING, name="first.csv")
    batch = importer.start().upload(FILE, "second.csv", WHO)

    described = importer.start().describe(batch)
    saved = importer.start().saved_mapping("first.csv")

    assert (described.origin, described.mapping.sheets) == ("remembered", [SERVER_MAPPING])
    assert saved.mapping == described.mapping
    assert importer.start().delete_mapping("first.csv")
    assert importer.start().describe(batch).origin == "suggested"


def test_an_import_that_is_cut_off_goes_on_and_ends_the_same(importer: Importer) -> None:
    lines = "".join(f"app{number};Dell;SN-{number};1;Oslo;\n" for number in range(1100))
    batch = importer.preview((SERVERS.splitlines()[0] + "\n" + lines).encode(), SERIAL)
    there(importer.start().commit(batch.uid, WHO, takes_conflicts=False))
    begun = there(importer.start().advance(batch.uid))
    stopped = there(importer.start().cancel(batch.uid))
    idle = there(importer.start().advance(batch.uid))

    resumed = importer.work(there(importer.start().commit(batch.uid, WHO, takes_conflicts=False)))

    assert (begun.state, begun.done, begun.chunks, begun.stored) == ("committing", 1, 3, 500)
    assert (stopped.state, idle.state, idle.stored) == ("cancelled", "cancelled", 500)
    assert (resumed.state, resumed.stored) == ("committed", 1100)


def test_a_chunk_that_was_stored_but_not_noted_is_stored_again_without_harm(
    importer: Importer, store: GraphStore
) -> None:
    batch = importer.commit(FILE, SERVER_MAPPING)
    facts = importer.facts()
    forget = Query("test.forget", "MATCH (c:ImportChunk {batch: $batch}) SET c.state = 'previewed'")
    back = Query(
        "test.back", "MATCH (b:ImportBatch {uid: $batch}) SET b.body = replace(b.body, 'committed', 'committing')"
    )
    store.write(lambda tx: [tx.run(query, batch=batch.uid) for query in (forget, back)])

    again = importer.work(there(importer.start().find(batch.uid, WHO)))

    assert (again.state, again.stored) == ("committed", 2)
    assert importer.facts() == facts


def test_another_mapping_makes_an_earlier_preview_void(importer: Importer) -> None:
    batch = importer.preview(FILE, SERVER_MAPPING)

    mapped = there(importer.start().map(batch, replace(batch.mapping, sheets=[SERIAL]), Reading(), ""))

    assert (mapped.state, mapped.counts) == ("uploaded", {})
    assert importer.rows(mapped) == []


def test_a_file_of_which_nothing_was_stored_is_forgotten_and_another_is_not(
    importer: Importer, store: GraphStore
) -> None:
    stored = importer.commit(FILE, SERVER_MAPPING)
    before = store.read(lambda tx: tx.run(KEPT))
    looked_at = importer.preview(FILE, SERVER_MAPPING)

    assert importer.start().discard(looked_at.uid)
    with pytest.raises(ImportRefusedError, match="undo the import instead"):
        importer.start().discard(importer.undo(stored).uid)

    assert store.read(lambda tx: tx.run(KEPT)) == before
    assert not importer.start().discard(looked_at.uid)


@pytest.mark.parametrize("step", ["commit", "undo", "map", "preview"])
def test_a_step_out_of_turn_is_refused(importer: Importer, step: str) -> None:
    batch = importer.start().upload(FILE, "servers.csv", WHO)
    done = importer.undo(importer.commit(FILE, SERIAL))
    imports = importer.start()
    steps = {
        "commit": lambda: imports.commit(batch.uid, WHO, takes_conflicts=False),
        "undo": lambda: imports.undo(batch.uid, WHO),
        "map": lambda: imports.map(done, done.mapping, Reading(), ""),
        "preview": lambda: imports.preview(done, WHO),
    }

    with pytest.raises(ImportRefusedError, match="does not allow this step"):
        steps[step]()


def test_a_preview_needs_a_mapping_that_can_work(importer: Importer) -> None:
    batch = importer.start().upload(b"colour;shape\nred;round\n", "x.csv", WHO)

    with pytest.raises(ImportRefusedError, match="tells one"):
        importer.start().preview(batch, WHO)
