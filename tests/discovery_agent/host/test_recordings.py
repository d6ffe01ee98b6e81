"""What recorded readings mean. A recording is a raw reading beside the section that it makes."""

import json
from pathlib import Path
from typing import Any

import pytest

from discovery_agent.host.collector import Collector, Reading
from discovery_agent.runner import host_collectors, interpreted
from graph_schema import load_registry
from graph_schema.report import Ref, Report, Root, Section, message_of

RECORDINGS = Path(__file__).parent / "recordings"
COLLECTORS: dict[str, Collector[Any]] = {collector.name: collector for collector in host_collectors()}
READINGS = sorted(RECORDINGS.glob("*/*.reading.json"))
REGISTRY = load_registry()


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name.partition('.')[0]}"


def replayed(path: Path) -> Section:
    recorded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    reading: Reading[Any] = Reading(
        recorded["reading"], tuple(recorded.get("gaps", ())), tuple(recorded.get("remarks", ()))
    )
    return interpreted(COLLECTORS[path.parent.name], reading, Ref(recorded["root"]))


def sent(section: Section, root: str) -> dict[str, Any]:
    report = Report("r", "agent:a", "2026-01-01T00:00:00Z", Root(Ref(root), root.partition(":")[0]), (section,))
    return message_of(report)["sections"][0]


@pytest.mark.parametrize("path", READINGS, ids=name_of)
def test_a_recorded_reading_means_what_was_expected(path: Path) -> None:
    expected = json.loads(path.with_name(path.name.replace(".reading.", ".report.")).read_text(encoding="utf-8"))
    root = json.loads(path.read_text(encoding="utf-8"))["root"]

    section = sent(replayed(path), root)

    del section["hash"]
    assert section == expected


@pytest.mark.parametrize("path", READINGS, ids=name_of)
def test_a_reading_means_the_same_in_any_order_of_its_lists(path: Path) -> None:
    recorded = json.loads(path.read_text(encoding="utf-8"))
    section = replayed(path)
    backwards = Section(section.name, section.outcome, section.reason, section.enumerates)
    backwards.cis = dict(reversed(section.cis.items()))
    backwards.relationships = list(reversed(section.relationships))

    assert sent(backwards, recorded["root"]) == sent(section, recorded["root"])


@pytest.mark.parametrize("path", READINGS, ids=name_of)
def test_what_a_reading_means_is_declared(path: Path) -> None:
    section = replayed(path)

    for ci in section.cis.values():
        spec = REGISTRY.ci_class(ci.ci_class)
        for name, value in ci.attributes.items():
            spec.attributes[name].normalise(value)
    for relationship in section.relationships:
        kind = REGISTRY.relationship_type(relationship.type)
        for name, value in relationship.attributes.items():
            kind.attributes[name].normalise(value)


@pytest.mark.parametrize("name", sorted(COLLECTORS))
def test_every_collector_has_a_recording(name: str) -> None:
    assert list((RECORDINGS / name).glob("*.reading.json")), f"record a reading of {name} in {RECORDINGS / name}"


def test_every_recording_belongs_to_a_collector() -> None:
    assert {path.parent.name for path in READINGS} <= COLLECTORS.keys()
