"""Services that a rule names, by uid or name."""

from collections.abc import Collection, Sequence

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.impact_analysis.question import find
from cmdb_server.impact_analysis.snapshot import Snapshot


class NoServiceError(CmdbError):
    """A rule for a CI that is no service: it would never hold."""

    def __init__(self, field: str, name: str, ci_class: str) -> None:
        """422, with the field that names it."""
        error = FieldError(field, name, f"is no service but a {ci_class}", "name the service that needs it")
        super().__init__(f"{field} {name!r} {error.message}; {error.remedy}", 422, "no_service", (error,))


def service_uids(snapshot: Snapshot, names: Sequence[str], field: str, held: Collection[str]) -> tuple[str, ...]:
    """The uids of services that are in use; those of `held`, which a rule has named before, stay as they are.

    Raises UnknownCIError, NoServiceError.
    """
    found = (name if name in held else _service(snapshot, name, f"{field}[{turn}]") for turn, name in enumerate(names))
    return tuple(dict.fromkeys(found))


def _service(snapshot: Snapshot, name: str, field: str) -> str:
    ci = find(snapshot, name, field)
    if not snapshot.services_among([ci])[0]:
        raise NoServiceError(field, name, snapshot.cis.ci_class[ci])
    return snapshot.cis.uid[ci]


def known_names(snapshot: Snapshot, uids: Collection[str]) -> dict[str, str]:
    """The names of those that there are or were, by uid."""
    return {uid: snapshot.cis.name[snapshot.numbers[uid]] for uid in sorted(uids) if uid in snapshot.numbers}
