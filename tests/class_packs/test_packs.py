"""Class packs in a server: loaded at start, then like built-in classes everywhere; dry runs over what is stored."""

from pathlib import Path

import pytest

from cmdb_server.class_packs.checking import ClassPacks, PackCheck
from cmdb_server.class_packs.loading import RefusedPackError, UnreadablePackError, packs_in, registry_with
from cmdb_server.filter_language.query import parse
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, now_in_microseconds
from cmdb_server.ingest.validation import decode
from cmdb_server.search_index.index import SearchIndex
from graph_schema import Registry
from graph_schema.report import Ref, Report, ReportedCI, Root, Section, encode

TILL = Ref("till")
PACK = """
[classes.payment_terminal]
parent = "device"
doc = "A terminal that takes card payments."
identified_by = [["serial_number"]]

[classes.payment_terminal.attributes.firmware_version]
type = "text"
doc = "Firmware it runs."
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A directory with one pack."""
    (tmp_path / "terminals.toml").write_text(PACK, encoding="utf-8")
    return tmp_path


@pytest.fixture
def registry(directory: Path) -> Registry:
    """The declarations with it."""
    return registry_with(packs_in(directory))


@pytest.fixture
def packs(store: GraphStore, registry: Registry, directory: Path) -> ClassPacks:
    """A graph with two terminals."""
    for number, firmware in ((1, "1.4"), (2, "beta")):
        attributes = {"name": f"till{number}", "serial_number": f"PT{number}", "firmware_version": firmware}
        root = Root(TILL, "payment_terminal")
        section = Section("terminals", cis={TILL: ReportedCI(TILL, "payment_terminal", attributes)})
        sent = Report(f"r{number}", f"api:till{number}", "2026-03-02T12:00:00Z", root, (section,))
        Ingest(store, registry).accept(decode(encode(sent), registry), "test")
    return ClassPacks(store, registry, directory)


def counts(found: PackCheck) -> tuple[int, int]:
    """How many are affected and how many of them fail."""
    return found.affected, found.failing


def test_cis_of_a_pack_are_stored_listed_and_asked_about_like_others(
    packs: ClassPacks, store: GraphStore, registry: Registry
) -> None:
    index = SearchIndex(store, registry, now_in_microseconds)
    index.build()

    found = index.uids(parse("device and firmware_version < 2", registry))

    assert len(found) == 1
    loaded = next(entry for entry in packs.classes() if entry.name == "payment_terminal")
    assert (loaded.parent, loaded.pack) == ("device", "terminals.toml")


def tried(packs: ClassPacks, file: str, text: str) -> PackCheck:
    """A dry run of a pack."""
    return packs.check(packs.trial(file, text))


def test_a_dry_run_of_the_same_pack_fails_nothing(packs: ClassPacks) -> None:
    assert counts(tried(packs, "terminals.toml", PACK)) == (2, 0)


def test_a_dry_run_tells_which_values_no_longer_fit(packs: ClassPacks) -> None:
    stricter = PACK + 'choices = ["1.4", "1.5"]\n'

    found = tried(packs, "terminals.toml", stricter)

    assert counts(found) == (2, 1)
    assert [(misfit.name, misfit.field, misfit.value) for misfit in found.samples] == [
        ("till2", "firmware_version", "beta")
    ]


def test_a_dry_run_tells_what_a_pack_without_an_attribute_or_class_would_hide(packs: ClassPacks) -> None:
    without_attribute = PACK.partition("[classes.payment_terminal.attributes")[0]

    assert counts(tried(packs, "terminals.toml", without_attribute)) == (2, 2)
    assert counts(tried(packs, "terminals.toml", "")) == (2, 2)
    assert counts(tried(packs, "terminals.toml", PACK.replace("parent =", "abstract = true\nparent ="))) == (2, 2)


def test_a_dry_run_of_a_new_pack_affects_nothing(packs: ClassPacks) -> None:
    assert counts(tried(packs, "other.toml", PACK.replace("payment_terminal", "cash_drawer"))) == (0, 0)


def test_a_dry_run_of_a_wrong_pack_is_refused_with_key_and_remedy(packs: ClassPacks) -> None:
    with pytest.raises(RefusedPackError) as clash:
        tried(packs, "other.toml", PACK)
    with pytest.raises(RefusedPackError) as wrong:
        tried(packs, "other.toml", PACK.replace('"device"', '"devise"'))

    assert clash.value.errors[0].field == "classes.payment_terminal"
    assert (wrong.value.errors[0].value, wrong.value.errors[0].remedy.endswith("did you mean device?")) == (
        "devise",
        True,
    )


def test_a_pack_that_cannot_be_used_stops_the_start_with_its_name(directory: Path) -> None:
    (directory / "wrong.toml").write_text("[classes.x]", encoding="utf-8")
    with pytest.raises(RefusedPackError, match=r"wrong.toml: classes.x.parent"):
        packs_in(directory)

    (directory / "wrong.toml").write_bytes(b"\xff")
    with pytest.raises(UnreadablePackError, match=r"wrong\.toml"):
        packs_in(directory)


def test_without_a_directory_there_are_no_packs(tmp_path: Path) -> None:
    assert packs_in(tmp_path / "nothing") == []
