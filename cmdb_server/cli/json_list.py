"""Files with a list in JSON, as commands print and take them again."""

import json
from pathlib import Path
from typing import Any

from cmdb_server.errors import CmdbError, FieldError


class ListFileError(CmdbError):
    """A file with a list cannot be read."""

    def __init__(self, path: Path, message: str, wanted: str) -> None:
        """Names the file, and what it should hold."""
        remedy = f"give a JSON list of {wanted}"
        error = FieldError("FILE", str(path), message, remedy)
        super().__init__(f"{path} {message}; {remedy}", 422, "bad_file", (error,))


def list_of(file: Path, wanted: str) -> list[Any]:
    """The list in a file; what it holds is for the server to check. Raises ListFileError."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ListFileError(file, f"cannot be read ({error.strerror})", wanted) from error
    except ValueError as error:
        raise ListFileError(file, f"is no JSON ({error})", wanted) from error
    if not isinstance(found, list):
        raise ListFileError(file, "holds no list", wanted)
    return found  # pyright: ignore[reportUnknownVariableType] - the server checks what it holds
