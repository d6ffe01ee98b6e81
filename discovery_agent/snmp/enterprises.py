"""Whose an enterprise number without a vendor file is, and what its devices are where they are of one kind."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from discovery_agent.snmp.walk import ENTERPRISES

# Numbers of toolkits and of agents that run on other makers' devices: they name nobody.
GENERIC = frozenset((0, 1, 3, 8072, 2021, 99, 3317, 4413, 16394, 10002, 8000, 8888, 9999, 1411, 3955, 27282))


class Enterprise(NamedTuple):
    """The owner of a number."""

    name: str
    ci_class: str | None = None


def number_of(object_id: str | None) -> int | None:
    """The enterprise number in an object identifier."""
    if object_id is None or not object_id.startswith(f"{ENTERPRISES}."):
        return None
    return int(object_id[len(ENTERPRISES) + 1 :].partition(".")[0])


def enterprise(number: int | None) -> Enterprise | None:
    """Who has a number, as far as it is known here."""
    return _all().get(number) if number is not None else None


@cache
def _all() -> dict[int, Enterprise]:
    lines = files("discovery_agent.snmp").joinpath("enterprises.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {int(row[0]): Enterprise(row[1], row[2] if row[2:] and row[2] else None) for row in rows}
