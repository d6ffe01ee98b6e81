"""Which known application a program is: by its executable, which it cannot forge, and what an interpreter runs."""

import re
from functools import cache, lru_cache

from discovery_agent.host import applications
from discovery_agent.host.activity import Process
from discovery_agent.host.application import Application
from discovery_agent.host.program_names import base_name, executable_of
from graph_schema.loading import load_all

_ANYBODY_WRITES = ("/tmp/", "/var/tmp/", "/dev/shm/")  # noqa: S108 - what lies there may have any name
_PLAIN = re.compile(r"[\w.+-]+")
_MOST_NAMES = 4096


@cache
def known_applications() -> tuple[Application, ...]:
    """All applications; those that say what an interpreter runs before those that do not."""
    found: list[Application] = load_all(applications, Application)
    return tuple(sorted(found, key=lambda entry: (not entry.runs, entry.name)))


def application_of(process: Process) -> Application | None:
    """The application that a process runs, None where it is none that is known."""
    if executable_of(process).startswith(_ANYBODY_WRITES):
        return None
    candidates = _named(base_name(process))
    if not candidates:
        return None
    line = " ".join(process["arguments"])
    return next((entry for entry in candidates if not entry.runs or re.search(entry.runs, line)), None)


@lru_cache(maxsize=_MOST_NAMES)
def _named(name: str) -> tuple[Application, ...]:
    return tuple(entry for entry in known_applications() if any(_fits(name, one) for one in entry.executables))


def _fits(name: str, expression: str) -> bool:
    return name == expression or (not _PLAIN.fullmatch(expression) and bool(re.fullmatch(expression, name)))
