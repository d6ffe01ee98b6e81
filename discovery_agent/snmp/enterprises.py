"""Whose an enterprise number without a vendor file is, and what its devices are where they are of one kind."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from discovery_agent.snmp.walk import ENTERPRISES

# Numbers of toolkits and of agents that run on other makers' devices: they name nobody.
GENERIC = frozenset(
    (
        *(0, 1, 3, 99, 1411, 2021, 3317, 3955, 4413, 8000, 8072, 8888, 9999, 10002, 16394, 27282),
        *(2238, 9586, 12325, 22736, 30155),  # systems for general use and what runs on them
    )
)


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
    """Who has a number: as it is known here, else as it is registered. Nobody, where it names no maker."""
    if number is None or number in GENERIC:
        return None
    return listed().get(number) or _registered(number)


@cache
def _registered(number: int) -> Enterprise | None:
    """Who registered a number. The list is read anew: few networks have many makers that are not known here."""
    listed = files("discovery_agent.snmp").joinpath("enterprise_numbers.tsv").read_bytes()
    start = f"\n{number}\t".encode()
    at = listed.find(start)
    if at < 0:
        return None
    first = at + len(start)
    return Enterprise(listed[first : listed.index(b"\n", first)].decode())


@cache
def listed() -> dict[int, Enterprise]:
    """Makers without a vendor file of whom more is known than their registered name."""
    lines = files("discovery_agent.snmp").joinpath("enterprises.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {int(row[0]): Enterprise(row[1], row[2] if row[2:] and row[2] else None) for row in rows}
