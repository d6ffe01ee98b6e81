"""Whatever is declared is documented: the reference pages are made of these texts."""

from dataclasses import fields
from typing import Any

import pytest

from cmdb_server.settings import Settings as ServerSettings
from discovery_agent.settings import Settings as AgentSettings
from graph_schema import load_registry


def test_every_declaration_says_what_it_means() -> None:
    registry = load_registry()
    texts: dict[str, str] = {}
    for spec in registry.classes.values():
        texts[spec.name] = spec.doc
        texts |= {f"{spec.name}.{name}": attribute.doc for name, attribute in spec.attributes.items()}
    for entry in registry.relationship_types.values():
        texts[entry.name] = entry.doc
        texts |= {f"{entry.name}.{name}": attribute.doc for name, attribute in entry.attributes.items()}
    texts |= {source.name: source.doc for source in registry.data_sources.values()}

    undocumented = [name for name, text in texts.items() if not text.strip().endswith((".", "…"))]

    assert undocumented == []


@pytest.mark.parametrize("settings", [ServerSettings, AgentSettings])
def test_every_setting_says_what_it_sets_and_by_which_variable(settings: type[Any]) -> None:
    undocumented = {entry.name for entry in fields(settings) if not entry.metadata}
    variables = [entry.metadata["variable"] for entry in fields(settings) if entry.metadata]

    assert undocumented <= {"enrolment_token"}
    assert all(entry.metadata["doc"].strip() for entry in fields(settings) if entry.metadata)
    assert all(variable.isupper() for variable in variables)
    assert len(set(variables)) == len(variables)
