"""A report of assets made of what there is now, and as a file."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from cmdb_server.assets.of_services import NOBODY
from cmdb_server.assets.of_services import by_service as of_services
from cmdb_server.assets.report_pdf import assets_pdf
from cmdb_server.assets.reporting import By, Grouping, Line, by_age, by_field, by_service, by_warranty, report
from cmdb_server.errors import FieldError
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.workflow import RecordRefusedError
from cmdb_server.table_files import table_file

ReportFormat = Literal["csv", "xlsx", "pdf"]
Made = tuple[list[Line], Line]
_HEAD = ("Group", "Assets", "Currency", "Of it", "Cost", "Book value")
# Groups of age reach years back from the day, those of warranty a year on.
_YEARS = range(1900, 3000)


def made(queue: RecordQueue, impact: ImpactAnalysis, wanted: Wanted, how: tuple[By, date]) -> Made:
    """The groups in their order, and the total. Raises RecordRefusedError for what no report is of."""
    by, on = how
    if wanted.ranges and by in ("age", "warranty"):
        remedy = "leave the days out, or choose other groups"
        raise RecordRefusedError((FieldError("dates", next(iter(wanted.ranges)), "cannot be narrowed here", remedy),))
    if on.year not in _YEARS:
        remedy = f"give a day from {_YEARS.start} to {_YEARS.stop - 1}"
        raise RecordRefusedError((FieldError("on", on.isoformat(), "is too far away", remedy),))
    return report(queue.every(wanted), _grouping(queue, impact, by, on), on)


def title_of(by: By) -> str:
    """What a report is called."""
    return f"Assets by {by.replace('_', ' ')}"


def report_file(found: Made, by: By, on: date, kind: ReportFormat) -> bytes:
    """A report as a file: a row for each group and currency."""
    rows: list[Sequence[str]] = [_HEAD, *_rows(found)]
    if kind == "pdf":
        notes = (f"On {on.isoformat()}; {found[1].assets} assets. Nothing is converted between currencies.",)
        return assets_pdf(title_of(by), notes, rows)
    return b"".join(table_file([rows], kind, title_of(by)))


def _grouping(queue: RecordQueue, impact: ImpactAnalysis, by: By, on: date) -> Grouping:
    if by == "service":
        return by_service(*of_services(queue, impact), NOBODY)
    if by in ("age", "warranty"):
        return by_age(on) if by == "age" else by_warranty(on)
    return by_field(by)


def _rows(found: Made) -> Iterator[tuple[str, ...]]:
    lines, total = found
    for line in (*lines, total):
        yield line.group.label, str(line.assets), "", "", "", ""
        for name in sorted(line.sums):
            one = line.sums[name]
            yield line.group.label, "", name, str(one.assets), str(one.cost), str(one.value)
