"""A position as an auditor checks it: every installation with what covers it and by which rule, or why nothing does."""

from collections.abc import Iterator, Sequence

from cmdb_server.licence_position.estate import Installed
from cmdb_server.licence_position.position import Consumed, Line
from cmdb_server.licences.positions import Positions
from cmdb_server.table_files import Row

HEAD = (
    *("publisher", "product", "version", "edition", "machine", "machine_uid", "state", "entitlements", "metric"),
    *("legal_entity", "used_by", "units", "because"),
)


def evidence(found: Positions) -> Iterator[list[Row]]:
    """The rows in blocks, the header first: of all, or of the lines and gaps of the product that is asked about.

    Units are with the first installation that they cover, so that their sum is what is used; who uses units for no
    installation, as of a stated number, has a row without one. A product that nobody has has one row that says so.
    """
    yield [HEAD]
    is_empty = True
    for line in found.lines:
        rows = list(_of_line(found, line))
        is_empty = is_empty and not rows
        yield rows
    gaps: list[Row] = [(*_installed(found, one), "not covered", *("",) * 4, 0, why) for one, why in found.gaps]
    yield gaps
    if is_empty and not gaps:
        yield [_nothing(found)]


def _nothing(found: Positions) -> Row:
    publisher, product = found.product or ("", "")
    because = f"nothing of it is installed and no right is used on {found.day.isoformat()}"
    return publisher, product, *("",) * 4, "not installed", *("",) * 4, 0, because


def _of_line(found: Positions, line: Line) -> Iterator[Row]:
    names = ", ".join(found.held[right.uid].entitlement.name for right in line.pool.rights)
    told = names, line.pool.terms.metric, line.pool.terms.entity
    for one in sorted(line.consumed, key=lambda one: (one.name, one.subject)):
        yield from _of_consumer(found, one, told)


def _of_consumer(found: Positions, one: Consumed, told: Sequence[str]) -> Iterator[Row]:
    steps = "; ".join(one.steps)
    for turn, place in enumerate(one.covers):
        installed = _installed(found, found.estate.installed[place])
        yield (*installed, "covered", *told, one.name, one.units if turn == 0 else 0, steps)
    if not one.covers:
        yield (*("",) * 6, "covered", *told, one.name, one.units, steps)


def _installed(found: Positions, one: Installed) -> Row:
    machine = found.estate.machines[one.machine].name
    return one.publisher, one.product, one.version, one.edition, machine, one.machine
