"""The report of a stock-take as PDF: out of its facts again, with everything on it."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from cmdb_server.assets.counting import Expected, Facts, Proof, Scan, report
from cmdb_server.assets.stocktake_pdf import report_pdf
from tests.pdf_pages import text_of

DAY = 86_400_000_000
NOW = 1_800_000_000_000_000


def facts(count: int = 2, title: str = "Room 3.07") -> Facts:
    """A signed stock-take of so many lamps, of which the first was scanned and the second is proved."""
    proof = Proof("agent:x", NOW - DAY, "Oslo", "seen by agent:x")
    assets = tuple(
        Expected(
            f"AST{turn:07}", f"T-{turn}", f"S{turn}", "Lamp <b>", "Ada & Co", "Oslo", "3.07",
            proof=proof if turn == 1 else None,
        )
        for turn in range(count)
    )  # fmt: skip
    scans = (Scan("a", "T-0", "3.07", NOW - 5, "kim"), Scan("b", "ghost", "3.07", NOW - 4, "kim"))
    return Facts("STK0000001", title, "Oslo", "3.07", "", NOW - 9, 14, NOW, "kim", assets, scans)


def test_the_same_facts_are_the_same_bytes_with_all_lines_and_the_digest_of_the_csv() -> None:
    made = facts(120)

    paper = report_pdf(made)

    assert paper == report_pdf(made)
    text = text_of(paper)
    assert all(asset.number in text for asset in made.assets)
    assert hashlib.sha256(report(made)).hexdigest() in text
    assert "Lamp <b>" in text
    assert "1 found (scan)" in text
    assert report_pdf(facts(120, "Other")) != paper


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200))
def test_any_name_can_be_printed(title: str) -> None:
    assert report_pdf(facts(2, title)).startswith(b"%PDF")
