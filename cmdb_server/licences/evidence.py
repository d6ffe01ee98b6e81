"""A position as an auditor checks it: every installation with what covers it and by which rule, or why nothing does."""

from collections.abc import Iterable, Iterator, Sequence

from cmdb_server.licence_position.position import Consumed, Line
from cmdb_server.licences.estate import folded
from cmdb_server.licences.positions import Positions
from cmdb_server.table_files import Row

HEAD = (
    *("publisher", "product", "version", "edition", "machine", "machine_uid", "state", "entitlements", "metric"),
    *("legal_entity", "used_by", "units", "because"),
)


def evidence(found: Positions, product: tuple[str, str] | None = None) -> Iterator[list[Row]]:
    """The rows in blocks, the header first: of all, or of the lines and gaps of a product (publisher and name).

    Units are with the first installation that they cover, so that their sum is what is used; who uses units for no
    installation, as of a stated number, has a row without one.
    """
    yield [HEAD]
    lines = found.position.lines if product is None else found.of(*product)
    for line in lines:
        yield list(_of_line(found, line))
    yield list(_of_gaps(found, None if product is None else folded(*product)))


def _of_line(found: Positions, line: Line) -> Iterator[Row]:
    names = ", ".join(found.held[right.uid].entitlement.name for right in line.pool.rights)
    told = names, line.pool.terms.metric, line.pool.terms.entity
    for one in sorted(line.consumed, key=lambda one: (one.name, one.subject)):
        yield from _of_consumer(found, one, told)


def _of_consumer(found: Positions, one: Consumed, told: Sequence[str]) -> Iterator[Row]:
    steps = "; ".join(one.steps)
    for turn, place in enumerate(one.covers):
        yield (*_installed(found, place), "covered", *told, one.name, one.units if turn == 0 else 0, steps)
    if not one.covers:
        yield (*("",) * 6, "covered", *told, one.name, one.units, steps)


def _of_gaps(found: Positions, product: tuple[str, str] | None) -> Iterable[Row]:
    for place, reason in found.position.unlicensed.items():
        one = found.estate.installed[place]
        if product is None or folded(one.publisher, one.product) == product:
            yield (*_installed(found, place), "not covered", *("",) * 4, 0, reason)


def _installed(found: Positions, place: int) -> Row:
    one = found.estate.installed[place]
    machine = found.estate.machines[one.machine].name
    return one.publisher, one.product, one.version, one.edition, machine, one.machine
