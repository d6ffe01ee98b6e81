"""The root of the server's errors; subclasses live beside the code that raises them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One refused value: where it is, what it was (shortened), what is wrong and what to do about it.

    In a longer text `position` is its first character (from 0) and `length` how many of them are at fault.
    """

    field: str
    value: str
    message: str
    remedy: str
    position: int | None = None
    length: int | None = None


class CmdbError(Exception):
    """An error that is shown to whoever asked: a text that says what to do, an HTTP status and a stable code."""

    def __init__(self, message: str, status: int, code: str, errors: tuple[FieldError, ...] = ()) -> None:
        """`errors` names the single fields that were refused, if the error is about fields."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.errors = errors
