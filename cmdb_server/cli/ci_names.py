"""CIs as people name them on the command line: by uid, or by a name that only one has."""

from collections.abc import Collection
from typing import Any

from cmdb_server.cli.client import Client
from cmdb_server.errors import CmdbError

_MOST = 100
OWNING = frozenset(("organisation", "person", "team"))


class NoOneCIError(CmdbError):
    """A name that no CI has, or several."""

    def __init__(self, text: str, found: list[dict[str, Any]], classes: Collection[str] = ()) -> None:
        """Tells which CIs have it."""
        wanted = " or ".join(sorted(classes)) or "CI"
        several = ", ".join(f"{hit['uid']} ({hit['class_label']})" for hit in found[:10])
        what = f"several CIs are called {text!r}: {several}" if found else f"no {wanted} is called {text!r}"
        super().__init__(f"{what}; give a uid, `cmdb find` shows them", 404, "not_found")


def uid_of(server: Client, text: str, classes: Collection[str] = ()) -> str:
    """The uid of the CI that is meant, of these classes where only they can be. Raises NoOneCIError."""
    if text.startswith("ci_"):
        return text
    hits: list[dict[str, Any]] = server.get("/search", q=text, limit=_MOST)["items"]
    found = _called(hits, text) or _called(server.get("/cis", q=text, status="retired", limit=_MOST)["items"], text)
    found = [hit for hit in found if not classes or hit["ci_class"] in classes]
    if len(found) != 1:
        raise NoOneCIError(text, found, classes)
    return str(found[0]["uid"])


def uid_within(server: Client, text: str, scenario: str | None) -> str:
    """The same in a scenario, which may add CIs that nobody else knows: these by the uid they have there."""
    try:
        return uid_of(server, text)
    except NoOneCIError:
        if scenario is None:
            raise
        return text


def _called(hits: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    return [hit for hit in hits if hit["name"].casefold() == text.casefold()]
