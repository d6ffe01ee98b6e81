"""Tags that follow each other, for labels that are printed before the things come."""

import re

from cmdb_server.errors import FieldError
from cmdb_server.itsm.workflow import RecordRefusedError

_DIGITS = re.compile(r"(.*?)(\d+)", re.ASCII | re.DOTALL)
_LONGEST = 200


def following(first: str, count: int) -> list[str]:
    """So many tags from one on, with as many digits: PC-0099, PC-0100. Raises RecordRefusedError."""
    text = first.strip()
    found = _DIGITS.fullmatch(text)
    if found is None or len(text) > _LONGEST:
        remedy = "end it with the number to count from, e.g. PC-00001"
        raise RecordRefusedError((FieldError("first_tag", first[:100], "ends in no number", remedy),))
    before, digits = found.groups()
    start = int(digits)
    if len(str(start + count - 1)) > len(digits):
        remedy = f"give fewer than {count}, or a first tag with more digits"
        raise RecordRefusedError((FieldError("first_tag", first[:100], "runs out of digits", remedy),))
    return [f"{before}{number:0{len(digits)}}" for number in range(start, start + count)]
