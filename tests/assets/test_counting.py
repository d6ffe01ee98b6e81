"""What a stock-take comes to, by cases and by laws."""

from collections import Counter

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.assets.counting import DAY, Expected, Facts, Proof, Scan, counted, folded, judge, meanings, report

NOW = 100 * DAY
ASSETS = (
    Expected("AST1", "T-1", "S1", "Notebook", "Ada", "Oslo", "3.07"),
    Expected("AST2", "T-2", "S2", "Monitor", "", "Oslo", "3.07"),
    Expected("AST3", "T-3", "S3", "Dock", "Grace", "Oslo", "3.08", proof=Proof("agent:1", 98 * DAY, "Oslo", "seen")),
    Expected("AST4", "T-4", "S4", "Phone", "Grace", "Oslo", "3.08", proof=Proof("agent:2", 10 * DAY, "Oslo", "seen")),
    Expected("AST5", "T-5", "S5", "Server", "", "Oslo", "A", proof=Proof("ssh:3", 99 * DAY, "Bergen", "seen")),
    Expected("AST6", "T-6", "S1", "Chair", "", "Bergen", "1", is_expected=False),
    Expected("AST7", "T-7", "S7", "Printer", "Ada", "Oslo", "3.07"),
)


def facts(*scans: Scan) -> Facts:
    """A stock-take of Oslo with these scans."""
    return Facts("STK1", "Year end", "Oslo", "", "", 90 * DAY, 14, NOW, "kim", ASSETS, scans)


def scan(uid: str, code: str, room: str = "3.07", day: int = 99, *, is_statement: bool = False) -> Scan:
    """A scan at the end of a day."""
    return Scan(uid, code, room, day * DAY, "kim", is_statement)


def test_each_asset_is_told_once_and_what_was_scanned_beside_it() -> None:
    told = facts(
        scan("a", "t-1"), scan("b", " T-1 "), scan("c", "T-2", "3.09"), scan("d", "T-6"), scan("e", "X-9"),
        scan("f", "T-7", is_statement=True), scan("g", "x-9"),
    )  # fmt: skip

    lines = [
        (line.asset.number if line.asset else line.told[:3], line.result, line.evidence, line.age_days)
        for line in judge(told)
    ]

    assert lines == [
        ("AST1", "found", "scan", 1),
        ("AST2", "moved", "scan", 1),
        ("AST3", "found", "proof", 2),
        ("AST4", "missing", "none", 0),
        ("AST5", "moved", "proof", 1),
        ("AST7", "found", "statement", 1),
        ("AST6", "moved", "scan", 1),
        ("AST1", "duplicate scan", "scan", 1),
        ("X-9", "unexpected", "scan", 1),
        ("x-9", "duplicate scan", "scan", 1),
    ]


def test_a_serial_number_of_two_assets_means_the_one_that_is_expected_here() -> None:
    ((result, asset),) = meanings(facts(), [scan("a", "S1")])

    assert asset is not None
    assert (result, asset.number) == ("found", "AST1")


codes = st.sampled_from(("T-1", "t-2", "T-3", "S1", "AST4", "T-6", "X-9", "Y"))
scans = st.lists(
    st.builds(
        Scan, st.uuids().map(str), codes, st.sampled_from(("", "3.07", "3.08")), st.integers(91, 99).map(DAY.__mul__),
        st.just("kim"), st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


@given(scans)
def test_nothing_is_lost_and_the_order_of_scans_does_not_matter(some: list[Scan]) -> None:
    lines = judge(facts(*some))

    expected = Counter(line.asset.number for line in lines if line.asset and line.result != "duplicate scan")
    assert set(expected.values()) <= {1}
    assert {asset.number for asset in ASSETS if asset.is_expected} <= set(expected)
    assert sum(counted(lines).values()) == len(lines)
    strange = [one for one in some if folded(one.code) in ("x-9", "y")]
    assert len([line for line in lines if line.asset is None]) == len(strange)
    assert judge(facts(*reversed(some))) == lines


@given(scans)
def test_a_report_is_made_of_its_kept_facts_byte_for_byte(some: list[Scan]) -> None:
    told = facts(*some)
    kept = msgspec.json.encode(told)

    assert report(msgspec.json.decode(kept, type=Facts)) == report(told)
