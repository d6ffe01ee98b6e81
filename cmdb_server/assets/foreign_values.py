"""Days and amounts as other tools write them: read where that is sure, asked for where it is not; pure."""

import re
from collections.abc import Iterable

from cmdb_server.imports.conversion import DATE
from cmdb_server.imports.mapping import DAY_FIRST, MONTH_FIRST
from cmdb_server.itsm.currencies import CURRENCIES

_MONTHS = 12
_AMOUNT = re.compile(r"\d[\d.,' \u00a0\u202f]*", re.ASCII)
_PLAIN = re.compile(r"\d+(\.\d+)?", re.ASCII)
_THREE = 3
# A sign that several currencies have is none of these.
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₺": "TRY", "zł": "PLN"}


def order_of(texts: Iterable[str]) -> str:
    """The order of day and month that fits all of some texts; "" where both do, or none."""
    found = [DATE.match(text.strip()) for text in texts]
    pairs = [(int(one[1]), int(one[3])) for one in found if one]
    is_day_first = all(month <= _MONTHS for _, month in pairs)
    is_month_first = all(month <= _MONTHS for month, _ in pairs)
    if is_day_first == is_month_first:
        return ""
    return DAY_FIRST if is_day_first else MONTH_FIRST


def is_written_otherwise(text: str) -> bool:
    """Whether a day is written in an order that has to be known."""
    return DATE.match(text.strip()) is not None


def decimal_of(text: str) -> str:
    """The decimal sign of an amount: "." or ","; "" where it has none, "?" where nobody can tell."""
    digits = _number_in(text)
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        return max(".,", key=digits.rfind)
    sign = "." if dots else ","
    if dots + commas != 1:
        return "" if not dots + commas else _other(sign)
    return "?" if len(digits.rpartition(sign)[2]) == _THREE else sign


def amount_of(text: str, decimal: str) -> str:
    """An amount with a point before its decimals, "" where it is none."""
    whole, _, decimals = _number_in(text).partition(decimal) if decimal else (_number_in(text), "", "")
    group = _other(decimal) if decimal else ","
    first, *others = whole.split(group)
    is_grouped = all(len(one) == _THREE for one in others)
    plain = "".join((first, *others)) + (f".{decimals}" if decimals else "")
    rest = text.replace(_shown_in(text), "", 1)
    if not is_grouped or any(sign.isdigit() for sign in rest) or "-" in rest or not _PLAIN.fullmatch(plain):
        return ""
    return plain


def currency_in(text: str) -> str:
    """The currency that an amount names, "" where it names none or one that it shares with others."""
    rest = text.replace(_shown_in(text), "", 1).strip()
    return _SIGNS.get(rest, rest.upper() if rest.upper() in CURRENCIES else "")


def _shown_in(text: str) -> str:
    found = _AMOUNT.search(text)
    return found[0] if found else ""


def _number_in(text: str) -> str:
    return re.sub(r"[' \u00a0\u202f]", "", _shown_in(text)).rstrip(".,")


def _other(sign: str) -> str:
    return "," if sign == "." else "."
