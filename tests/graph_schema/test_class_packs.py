"""Class packs: what they add, and how a mistake in one is named."""

import pytest

from cmdb_server.filter_language.fields import FIXED_FIELDS
from cmdb_server.filter_language.grammar import KEYWORDS
from graph_schema import Registry, load_registry
from graph_schema.class_packs import QUERY_WORDS, ClassPackError, read_pack
from graph_schema.extending import extended
from graph_schema.registry import RESERVED_ATTRIBUTES

TERMINAL = """
[classes.payment_terminal]
parent = "device"
doc = "A terminal that takes card payments."
identified_by = [["serial_number"], ["till_number"], { attributes = ["asset_tag"], weight = 60, contradicts = 20 }]

[classes.payment_terminal.attributes.till_number]
type = "serial_number"
doc = "Number of the till it belongs to."

[classes.payment_terminal.attributes.firmware_version]
type = "text"
doc = "Firmware it runs."
column = true

[classes.payment_terminal.attributes.terminal_addresses]
type = "address"
list = true
doc = "Addresses it answers on."
group = "network"
"""


def with_packs(*texts: str) -> Registry:
    """The built-in declarations with packs called a.toml, b.toml ..."""
    names = (f"{letter}.toml" for letter in "abcdef")
    return extended(load_registry(), [read_pack(name, text) for name, text in zip(names, texts, strict=False)])


def one_attribute(name: str, body: str) -> str:
    """A pack with one class that has one attribute."""
    return one_class(f"[classes.thing.attributes.{name}]\n{body}")


def one_class(body: str, *, parent: str = "device") -> str:
    """A pack with one class that says only what matters."""
    return f'[classes.thing]\nparent = "{parent}"\ndoc = "A thing."\n{body}'


def test_a_class_of_a_pack_has_everything_of_its_parent_and_its_own() -> None:
    registry = with_packs(TERMINAL)

    spec = registry.ci_class("payment_terminal")
    assert (spec.label, spec.family, spec.parents) == ("Payment terminal", "device", ("device", "ci"))
    assert {"serial_number", "firmware_version", "name"} <= set(spec.attributes)
    assert spec.attributes["firmware_version"].options.is_column
    assert spec.attributes["terminal_addresses"].normalise(["10.0.0.1/24"]) == ["10.0.0.1"]
    inherited = registry.ci_class("device").identification
    assert spec.identification[: len(inherited)] == inherited
    assert [(rule.name, rule.weight, rule.contradicts) for rule in spec.identification[len(inherited) :]] == [
        ("till_number", 100, 0),
        ("asset_tag", 60, 20),
    ]
    assert "payment_terminal" in registry.descendants["device"]


def test_an_attribute_of_a_pack_may_be_a_time() -> None:
    registry = with_packs(one_attribute("bought_at", 'type = "time"\ndoc = "x"'))

    bought_at = registry.ci_class("thing").attributes["bought_at"]
    assert bought_at.normalise("2027-01-31T13:00:00+01:00") == "2027-01-31T12:00:00Z"


def test_packs_build_on_each_other_in_any_order() -> None:
    child = '[classes.mobile_terminal]\nparent = "payment_terminal"\ndoc = "One that is carried."'

    registry = with_packs(child, TERMINAL)

    assert registry.is_a("mobile_terminal", "device")
    assert registry.ci_class("mobile_terminal").identification == registry.ci_class("payment_terminal").identification


def test_a_relationship_type_gets_further_ends_and_keeps_its_own() -> None:
    registry = with_packs(TERMINAL, '[relationship_types.RUNS_ON]\ntargets = ["payment_terminal"]')

    runs_on = registry.relationship_type("RUNS_ON")
    assert registry.is_allowed(runs_on, "software_instance", "payment_terminal")
    assert registry.is_allowed(runs_on, "software_instance", "server")


def test_no_packs_leave_everything_as_it_is() -> None:
    registry = load_registry()

    assert extended(registry, []) is registry


def test_no_attribute_is_called_like_a_word_of_the_filter_language() -> None:
    assert set(KEYWORDS) | FIXED_FIELDS <= QUERY_WORDS | RESERVED_ATTRIBUTES


@pytest.mark.parametrize(
    ("texts", "key", "remedy"),
    [
        (("[classes",), "(file)", "correct the TOML"),
        (("[klasses]",), "klasses", "did you mean classes?"),
        (("classes = 3",), "classes", "make it a table"),
        (('[classes.server]\nparent = "computer"\ndoc = "x"',), "classes.server", "the built-in classes has a class"),
        ((TERMINAL, TERMINAL), "classes.payment_terminal", "a.toml has a class of this name"),
        (('[classes.Bad]\nparent = "device"\ndoc = "x"',), "classes.Bad", "snake_case"),
        (('[classes.x]\nparent = "devise"\ndoc = "x"',), "classes.x.parent", "did you mean device?"),
        (('[classes.x]\nparent = "x"\ndoc = "x"',), "classes.x.parent", "no such parent"),
        (
            ('[classes.x]\nparent = "y"\ndoc = "x"\n[classes.y]\nparent = "x"\ndoc = "y"',),
            "classes.x.parent",
            "round in a circle",
        ),
        (('[classes.x]\nparent = "device"',), "classes.x.doc", "write a text"),
        ((one_class("colour = 1"),), "classes.thing.colour", "use one of"),
        ((one_class("abstract = 1"),), "classes.thing.abstract", "true or false"),
        ((one_class("availability = 2"),), "classes.thing.availability", "at most 1"),
        ((one_class("identified_by = 3"),), "classes.thing.identified_by", "make it a list"),
        (('[classes.x]\nparent = "ci"\ndoc = "x"',), "classes.x.identified_by", "tells two of them apart"),
        ((one_class("identified_by = [[]]"),), "classes.thing.identified_by[0].attributes", "name the attributes"),
        (
            (one_class('identified_by = [["seril_number"]]'),),
            "identified_by[0].attributes",
            "did you mean serial_number",
        ),
        (
            (one_class('identified_by = [{ attributes = ["name"], within = "RUNS_OM" }]', parent="ci"),),
            "identified_by[0].within",
            "did you mean RUNS_ON?",
        ),
        (
            (one_class('identified_by = [{ attributes = ["name"], within = "LOCATED_IN" }]', parent="ci"),),
            "identified_by[0].within",
            '[relationship_types.LOCATED_IN] sources = ["thing"]',
        ),
        (
            (one_class('identified_by = [{ attributes = ["name"], within = "LOCATED_IN" }]'),),
            "identified_by[0].within",
            "another parent",
        ),
        (
            (one_class('identified_by = [{ attributes = ["name"], weight = 60 }]', parent="ci"),),
            "identified_by[0].weight",
            "only rules of devices are scored",
        ),
        (
            (one_class('identified_by = [{ attributes = ["asset_tag"], weight = 101 }]'),),
            "identified_by[0].weight",
            "from 0 to 100",
        ),
        (
            (one_class('identified_by = [{ attributes = ["serial_number"], weight = 60 }]'),),
            "identified_by[0]",
            "device scores these attributes already",
        ),
        (
            (TERMINAL, one_class('identified_by = [["asset_tag"]]')),
            "identified_by[0]",
            "payment_terminal scores asset_tag otherwise",
        ),
        (
            (one_attribute("a", 'type = "texd"\ndoc = "x"'),),
            "attributes.a.type",
            "did you mean text",
        ),
        ((one_attribute("a", 'type = "text"'),), "attributes.a.doc", "write a text"),
        ((one_attribute("a", 'type = "text"\ndoc = "x"\nfacets = true'),), "a.facets", "facet"),
        (
            (one_attribute("a", 'type = "integer"\ndoc = "x"\nlist = true'),),
            "a.list",
            "only texts",
        ),
        (
            (one_attribute("a", 'type = "integer"\ndoc = "x"\nchoices = ["1"]'),),
            "a.choices",
            "only texts",
        ),
        ((one_attribute("a", 'type = "text"\ndoc = "x"\ngroup = "net"'),), "a.group", "network"),
        (
            (one_attribute("class", 'type = "text"\ndoc = "x"'),),
            "attributes.class",
            "filter language",
        ),
        ((one_attribute("status", 'type = "text"\ndoc = "x"'),), "attributes.status", "reserved"),
        ((one_attribute("model", 'type = "text"\ndoc = "x"'),), "attributes.model", "already"),
        (
            (one_attribute("port", 'type = "text"\ndoc = "x"'),),
            "attributes.port.type",
            "as integer",
        ),
        (("[relationship_types.RUNS_OM]",), "relationship_types.RUNS_OM", "did you mean RUNS_ON?"),
        (('[relationship_types.RUNS_ON]\nsources = ["srver"]',), "RUNS_ON.sources", "did you mean server?"),
        (("[relationship_types.RUNS_ON]\nsources = [3]",), "RUNS_ON.sources[0]", "write a text"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_remedy(texts: tuple[str, ...], key: str, remedy: str) -> None:
    with pytest.raises(ClassPackError) as refused:
        with_packs(*texts)

    assert refused.value.key.endswith(key)
    assert remedy in refused.value.remedy
    assert refused.value.file in str(refused.value)
