"""Show where in a query a mistake is, as it was typed."""

from collections.abc import Generator
from contextlib import contextmanager

from cmdb_server.cli.screen import errors
from cmdb_server.errors import CmdbError


@contextmanager
def pointing_at(text: str | None) -> Generator[None]:
    """Print a refused query with a mark under the place at fault, then let the refusal go on."""
    try:
        yield
    except CmdbError as error:
        place = next((field for field in error.errors if field.position is not None), None)
        if text and place and place.position is not None:
            line = " ".join(text.splitlines())
            mark = "^" * max(min(place.length or 1, len(line) - place.position), 1)
            errors.print(f"  {line}\n  {' ' * place.position}{mark}", markup=False, soft_wrap=True)
        raise
