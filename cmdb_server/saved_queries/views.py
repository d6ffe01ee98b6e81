"""Views of pages that list records: the part of their address that says which of them. Pure."""

import re
from urllib.parse import parse_qsl, urlencode

from cmdb_server.errors import CmdbError, FieldError

PAGES = ("incidents", "problems", "changes", "assets")
_LONGEST, _MOST = 2_000, 50
_NAME = re.compile(r"[a-z][a-z_]{0,39}")
_REMEDY = "give what the address of the page says behind its question mark, e.g. view=mine&q=disk"


class NoViewError(CmdbError):
    """Something that is no view of a page."""

    def __init__(self, field: str, value: str, message: str, remedy: str) -> None:
        """422, naming the field, its value and what to do."""
        error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", 422, "no_view", (error,))


def check_page(page: str) -> None:
    """Raise NoViewError for a page that has no views; "" is that of all queries."""
    if page not in ("", *PAGES):
        raise NoViewError("page", page, "has no views", f"give one of {', '.join(PAGES)}")


def view_of(page: str, text: str) -> str:
    """What an address says, in one spelling: no parameter without a value. Raises NoViewError."""
    check_page(page)
    try:
        told = parse_qsl(text.strip().removeprefix("?"), strict_parsing=True, errors="strict", max_num_fields=_MOST)
    except ValueError as error:
        raise NoViewError("query", text, "is no part of an address", _REMEDY) from error
    for name, value in told:
        if not _NAME.fullmatch(name) or not value.isprintable():
            raise NoViewError("query", f"{name}={value}", "is no parameter of a page", _REMEDY)
    spelt = urlencode(told)
    if len(spelt) > _LONGEST:
        raise NoViewError("query", text, f"has {len(spelt)} characters", f"shorten it to {_LONGEST}")
    return spelt
