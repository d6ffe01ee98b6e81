"""One thing done to many records: each by itself, so that one that refuses keeps none of the others from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cmdb_server.errors import CmdbError
from cmdb_server.itsm.record import Record


@dataclass(frozen=True)
class Done:
    """What came of one record: `refusal` is why it was left as it is, "" where it was done."""

    number: str
    refusal: str = ""
    code: str = ""


def each(numbers: Iterable[str], work: Callable[[str], Record]) -> list[Done]:
    """Do something to each record, once, in the order given."""
    found: list[Done] = []
    for number in dict.fromkeys(number.upper() for number in numbers):
        try:
            found.append(Done(work(number).number))
        except CmdbError as error:
            found.append(Done(number, str(error), error.code))
    return found
