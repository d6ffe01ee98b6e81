"""Whatever a device answers: the interpreter ends, and says nothing that could do harm where it is shown."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.summary import summary_of
from discovery_agent.snmp.table import all_tables
from discovery_agent.snmp.values import Oid, Value
from discovery_agent.snmp.vendor import all_vendors
from discovery_agent.snmp.walk import Walk

COLUMNS = sorted({oid for table in all_tables() for oid in (*table.columns, *table.scalars)})
PLACES = sorted({p.oid for v in all_vendors() for f in v.families for p in (*f.model, *f.serial_number, *f.os_version)})
NUMBERS = sorted({number for vendor in all_vendors() for number in vendor.enterprises})
PART = st.one_of(st.integers(0, 4), st.integers(0, 255), st.integers(0, 2**32 - 1), st.integers(0, 10**10 - 1))
INDEX = st.lists(PART, min_size=1, max_size=20).map(lambda parts: ".".join(map(str, parts)))
VALUE = st.one_of(
    st.integers(-(2**70), 2**70),
    st.integers(0, 20),
    st.binary(max_size=40),
    st.text(max_size=40).map(lambda shown: shown.encode("utf-8", "ignore")),
    INDEX.map(Oid),
    st.sampled_from(NUMBERS).map(lambda number: Oid(f"1.3.6.1.4.1.{number}.1.1")),
)
OBJECT = st.tuples(st.sampled_from(COLUMNS + PLACES), st.one_of(INDEX, st.just("0"))).map(".".join)
READING = st.dictionaries(OBJECT, VALUE, max_size=60)
SYSTEM = st.fixed_dictionaries({"1.3.6.1.2.1.1.1.0": VALUE, "1.3.6.1.2.1.1.2.0": VALUE})


@settings(max_examples=200, deadline=None)
@given(READING, SYSTEM, READING)
def test_any_answers_make_a_summary(
    reading: dict[str, Value], system: dict[str, Value], other: dict[str, Value]
) -> None:
    summary = summary_of("x", interpret(Walk({**reading, **system}, {"10": Walk(other)})))

    shown = json.dumps(summary, ensure_ascii=False)
    assert shown.encode("utf-8")
    assert shown.isprintable()


def test_ten_thousand_interfaces_and_long_texts_are_held_within_bounds() -> None:
    reading: dict[str, Value] = {
        f"1.3.6.1.2.1.2.2.1.2.{at}": b"\x1b[2J<script>" + b"A" * 60_000 for at in range(1, 10_001)
    }

    facts = interpret(Walk(reading))

    assert len(facts.interfaces) == 10_000
    assert max(len(interface.name) for interface in facts.interfaces.values()) <= 1024


def test_a_description_made_to_keep_patterns_busy_does_not() -> None:
    for filler in (
        b"Cisco IOS Software, C1 " * 3000,
        b"3Com Switch " * 5000,
        b"Version " * 8000,
        b"AT-" * 20_000,
        b"((((" * 16_000,
    ):
        interpret(Walk({"1.3.6.1.2.1.1.1.0": filler, "1.3.6.1.2.1.1.2.0": Oid("1.3.6.1.4.1.9.1.1")}))
