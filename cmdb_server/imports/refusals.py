"""Why a file, its reading or its mapping cannot be used: each refusal names the field, its value and the remedy."""

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.ingest.items import shown


class ImportRefusedError(CmdbError):
    """Something about an import cannot be used; nothing of it was stored."""

    def __init__(self, *errors: FieldError) -> None:
        """`errors` name what is refused."""
        first = errors[0]
        named = f"{first.field} {first.value!r}" if first.value else first.field
        super().__init__(f"{named} {first.message}; {first.remedy}", 422, "import_refused", errors)


def refused(field: str, value: object, message: str, remedy: str) -> ImportRefusedError:
    """A refusal of one value."""
    return ImportRefusedError(FieldError(field, shown(value), message, remedy))
