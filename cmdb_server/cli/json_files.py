"""Files with JSON, as commands print and take them again."""

import json
from pathlib import Path
from typing import Any

from cmdb_server.errors import CmdbError, FieldError


class JsonFileError(CmdbError):
    """A file cannot be read as what it should hold."""

    def __init__(self, path: Path, message: str, wanted: str) -> None:
        """Names the file, and what it should hold."""
        remedy = f"give {wanted}"
        error = FieldError("FILE", str(path), message, remedy)
        super().__init__(f"{path} {message}; {remedy}", 422, "bad_file", (error,))


def list_of(file: Path, wanted: str) -> list[Any]:
    """The list in a file; what it holds is for the server to check. Raises JsonFileError."""
    found = _read(file, f"a JSON list of {wanted}")
    if not isinstance(found, list):
        raise JsonFileError(file, "holds no list", f"a JSON list of {wanted}")
    return found  # pyright: ignore[reportUnknownVariableType] - the server checks what it holds


def object_of(file: Path, wanted: str) -> dict[str, Any]:
    """The object in a file; what it holds is for the server to check. Raises JsonFileError."""
    found = _read(file, f"a JSON object: {wanted}")
    if not isinstance(found, dict):
        raise JsonFileError(file, "holds no object", f"a JSON object: {wanted}")
    return found  # pyright: ignore[reportUnknownVariableType] - as above


def text_of(file: Path, wanted: str) -> str:
    """The text of a file. Raises JsonFileError."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise JsonFileError(file, f"cannot be read ({error.strerror})", wanted) from error
    except UnicodeDecodeError as error:
        raise JsonFileError(file, f"is no text in UTF-8 ({error.reason})", wanted) from error


def _read(file: Path, wanted: str) -> object:
    try:
        return json.loads(text_of(file, wanted))
    except json.JSONDecodeError as error:
        raise JsonFileError(file, f"is no JSON ({error})", wanted) from error
