"""What a stock-take comes to: pure, so that a signed one comes out of its facts again, byte for byte."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from cmdb_server.csv_text import csv_lines
from cmdb_server.timestamps import rfc3339

DAY = 86_400 * 1_000_000
Result = Literal["found", "moved", "missing", "unexpected", "duplicate scan"]
Evidence = Literal["scan", "proof", "statement", "none"]
HEAD = (
    *("result", "evidence", "age_days", "evidence_at", "said_by", "asset", "asset_tag", "serial_number", "name"),
    *("holder", "expected_at", "seen_at", "told"),
)


class Proof(msgspec.Struct, frozen=True):
    """That discovery saw a device: which source, when (microseconds), on which site ("" unknown), and in words."""

    source: str
    at: int
    site: str
    text: str


class Expected(msgspec.Struct, frozen=True):
    """An asset as the register had it when it was frozen; of one that was only scanned, `is_expected` is false."""

    number: str
    tag: str
    serial: str
    title: str
    holder: str
    site: str
    room: str
    is_expected: bool = True
    proof: Proof | None = None

    @property
    def place(self) -> str:
        """Where the register has it."""
        return " / ".join(part for part in (self.site, self.room) if part)


class Scan(msgspec.Struct, frozen=True):
    """A code that somebody scanned or typed in a room, or that a holder says to have (`is_statement`)."""

    uid: str
    code: str
    room: str
    at: int
    by: str
    is_statement: bool = False
    note: str = ""


class Facts(msgspec.Struct, frozen=True):
    """All that a stock-take rests on; `judged_at` is when it was signed, or now."""

    number: str
    title: str
    site: str
    room: str
    category: str
    frozen_at: int
    proof_days: int
    judged_at: int
    signed_by: str
    assets: tuple[Expected, ...]
    scans: tuple[Scan, ...]


class Line(msgspec.Struct, frozen=True):
    """What a stock-take says of an asset, or of a code that is none; `at` is when the evidence is from (0: none)."""

    result: Result
    evidence: Evidence
    age_days: int
    at: int
    by: str
    asset: Expected | None
    seen_at: str
    told: str


def judge(facts: Facts) -> list[Line]:
    """The lines of a stock-take: each expected asset once, then what was scanned beside that."""
    scans = sorted(facts.scans, key=lambda scan: (scan.at, scan.uid))
    found: dict[str, list[Scan]] = {}
    known = _by_code(facts.assets)
    strangers: list[Scan] = []
    for scan in scans:
        asset = _meant(known.get(folded(scan.code), ()))
        if asset is None:
            strangers.append(scan)
        else:
            found.setdefault(asset.number, []).append(scan)
    lines = [_line(facts, asset, found.get(asset.number, [])) for asset in facts.assets if asset.is_expected]
    lines += [
        _stray(facts, one, found[one.number]) for one in facts.assets if not one.is_expected and one.number in found
    ]
    lines += [_again(facts, one, scan) for one in facts.assets for scan in _repeated(found.get(one.number, []))]
    return [*lines, *_unexpected(facts, strangers, known)]


def meanings(facts: Facts, scans: Iterable[Scan]) -> list[tuple[Result, Expected | None]]:
    """What each of some scans means, beside those before it."""
    known = _by_code(facts.assets)
    first: dict[str, tuple[int, str]] = {}
    for one in facts.scans:
        asset = _meant(known.get(folded(one.code), ()))
        key = asset.number if asset else folded(one.code)
        first[key] = min(first.get(key, (one.at, one.uid)), (one.at, one.uid))
    return [_meaning(facts, scan, _meant(known.get(folded(scan.code), ())), first) for scan in scans]


def _meaning(
    facts: Facts, scan: Scan, asset: Expected | None, first: Mapping[str, tuple[int, str]]
) -> tuple[Result, Expected | None]:
    key = asset.number if asset else folded(scan.code)
    if first.get(key, (scan.at, scan.uid)) < (scan.at, scan.uid):
        return "duplicate scan", asset
    if asset is None:
        return "unexpected", None
    return (_of_scan(facts, asset, scan).result if asset.is_expected else "moved"), asset


def report(facts: Facts) -> bytes:
    """A stock-take as CSV (RFC 4180): what was counted, then a row a line."""
    about = (
        ("stock-take", facts.number, facts.title),
        ("scope", " / ".join(part for part in (facts.site, facts.room, facts.category) if part)),
        ("frozen at", rfc3339(facts.frozen_at)),
        ("signed at", rfc3339(facts.judged_at)),
        ("signed by", facts.signed_by),
        ("proof holds (days)", str(facts.proof_days)),
    )
    lines = judge(facts)
    counts = (("of them", f"{result}, {evidence}", str(count)) for (result, evidence), count in counted(lines).items())
    rows = map(_row, lines)
    return csv_lines([*about, *counts, HEAD, *rows]).encode()


def counted(lines: Iterable[Line]) -> dict[tuple[Result, Evidence], int]:
    """How many lines there are of each result and evidence, by name."""
    found: dict[tuple[Result, Evidence], int] = {}
    for line in lines:
        key = (line.result, line.evidence)
        found[key] = found.get(key, 0) + 1
    return dict(sorted(found.items()))


def folded(code: str) -> str:
    """A code as it is compared."""
    return "".join(code.casefold().split())


def _by_code(assets: Sequence[Expected]) -> Mapping[str, Sequence[Expected]]:
    found: dict[str, list[Expected]] = {}
    for asset in assets:
        for code in dict.fromkeys(map(folded, (asset.number, asset.tag, asset.serial))):
            if code:
                found.setdefault(code, []).append(asset)
    return found


def _meant(assets: Sequence[Expected]) -> Expected | None:
    """The asset that a code means: the only one, or the only one that is expected here."""
    here = [asset for asset in assets if asset.is_expected]
    for some in (assets, here):
        if len(some) == 1:
            return some[0]
    return None


def _line(facts: Facts, asset: Expected, scans: Sequence[Scan]) -> Line:
    seen = next((scan for scan in scans if not scan.is_statement), None)
    if seen is not None:
        return _of_scan(facts, asset, seen)
    if (proof := asset.proof) is not None and facts.judged_at - proof.at <= facts.proof_days * DAY:
        is_moved = bool(proof.site) and folded(proof.site) != folded(asset.site)
        age = _age(facts, proof.at)
        return Line(
            "moved" if is_moved else "found", "proof", age, proof.at, proof.source, asset, proof.site, proof.text
        )
    if scans:
        said = scans[0]
        return Line("found", "statement", _age(facts, said.at), said.at, said.by, asset, said.room, said.note)
    told = f"last seen {rfc3339(asset.proof.at)} by {asset.proof.source}" if asset.proof else ""
    return Line("missing", "none", 0, 0, "", asset, "", told)


def _of_scan(facts: Facts, asset: Expected, scan: Scan) -> Line:
    room = scan.room or facts.room
    is_moved = bool(room) and bool(asset.room) and folded(room) != folded(asset.room)
    place = " / ".join(part for part in (facts.site, room) if part)
    return Line(
        "moved" if is_moved else "found", "scan", _age(facts, scan.at), scan.at, scan.by, asset, place, scan.note
    )


def _stray(facts: Facts, asset: Expected, scans: Sequence[Scan]) -> Line:
    scan = scans[0]
    place = " / ".join(part for part in (facts.site, scan.room or facts.room) if part)
    evidence: Evidence = "statement" if scan.is_statement else "scan"
    told = "the register did not have it here"
    return Line("moved", evidence, _age(facts, scan.at), scan.at, scan.by, asset, place, told)


def _repeated(scans: Sequence[Scan]) -> Sequence[Scan]:
    return [scan for scan in scans if not scan.is_statement][1:]


def _again(facts: Facts, asset: Expected, scan: Scan) -> Line:
    told = "scanned before: two labels, or one thing scanned twice"
    return Line("duplicate scan", "scan", _age(facts, scan.at), scan.at, scan.by, asset, scan.room, told)


def _unexpected(facts: Facts, strangers: Iterable[Scan], known: Mapping[str, Sequence[Expected]]) -> Iterator[Line]:
    seen: set[str] = set()
    for scan in strangers:
        code = folded(scan.code)
        several = ", ".join(asset.number for asset in known.get(code, ()))
        told = (
            f"{scan.code}: several assets have it: {several}" if several else f"{scan.code}: no asset has this number"
        )
        result: Result = "duplicate scan" if code in seen else "unexpected"
        seen.add(code)
        evidence: Evidence = "statement" if scan.is_statement else "scan"
        yield Line(result, evidence, _age(facts, scan.at), scan.at, scan.by, None, scan.room, told)


def _age(facts: Facts, at: int) -> int:
    return max(0, (facts.judged_at - at) // DAY)


def _row(line: Line) -> tuple[str | int, ...]:
    asset = line.asset or Expected("", "", "", "", "", "", "")
    told = (line.result, line.evidence, line.age_days if line.at else "", rfc3339(line.at) if line.at else "", line.by)
    owned = (asset.number, asset.tag, asset.serial, asset.title, asset.holder, asset.place)
    return (*told, *owned, line.seen_at, line.told)
