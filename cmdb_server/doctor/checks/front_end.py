"""The front end: built, and from what."""

from collections.abc import Iterator

from cmdb_server.doctor.check import Check, Finding
from cmdb_server.settings import Settings
from cmdb_server.wiring import STATIC


def run(_settings: Settings) -> Iterator[Finding]:
    """Whether the pages are there."""
    if (STATIC / "index.html").is_file():
        yield Finding("ok", "the front end is built")
    else:
        remedy = "run `make up` in a checkout (it needs Node 20.19 or PyPI), or install a wheel that brings it"
        yield Finding("failure", "the front end is not built: the API works, pages do not", remedy)


check = Check("front end", run)
