"""What a check is and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cmdb_server.settings import Settings

Severity: TypeAlias = Literal["ok", "warning", "failure"]


@dataclass(frozen=True)
class Finding:
    """Something that was looked at; `remedy` says what to do where it is not ok."""

    severity: Severity
    text: str
    remedy: str = ""


@dataclass(frozen=True)
class Check:
    """One thing that is looked at; `run` reads only."""

    name: str
    run: Callable[[Settings], Iterable[Finding]]
