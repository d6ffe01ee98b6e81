"""Which known application a program is: by its executable, which it cannot forge, and what an interpreter runs.

Where the kernel does not say what the executable is, a program is what it calls itself: that is a claim, and marked as
one. A person can call anything so, and put anything under such a name into his home: that counts only together with
other evidence.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import import_module

from discovery_agent.host import applications
from discovery_agent.host.activity import Process
from discovery_agent.host.application import Application
from discovery_agent.host.files import names_in, read_bytes
from discovery_agent.host.later import later
from discovery_agent.host.placement import placement_of
from discovery_agent.host.program_names import base_name, executable_of, is_in_memory, is_interpreter
from graph_schema.loading import load_all

_ANYBODY_WRITES = ("/tmp/", "/var/tmp/", "/dev/shm/")  # noqa: S108 - what lies there may have any name
_HOMES = ("/home/", "/root/", "/var/home/", "/export/home/", "/usr/home/", "/Users/")
_PERSONS = range(1000, 60_000)  # numbers of users that are given to people: UID_MIN and UID_MAX of login.defs(5)
_LETTERS = later(r"[A-Za-z]+")
_SPECIAL = frozenset("[](){}.*+?\\|")
_MOST_NAMES = 4096
_LONGEST_TOLD = 15  # characters of a process's name that the kernel keeps


@cache
def known_applications() -> tuple[Application, ...]:
    """All applications; those that say what an interpreter runs before those that do not."""
    return _in_order(load_all(applications, Application))


def application_of(process: Process) -> Application | None:
    """The application that a process runs, None where it is none that is known."""
    if executable_of(process).startswith(_ANYBODY_WRITES):
        return None
    candidates = _named(base_name(process))
    if not candidates:
        return None
    line = " ".join(process["arguments"])
    return next((entry for entry in candidates if not entry.runs or re.search(entry.runs, line)), None)


def called_name(process: Process) -> str:
    """What the executable is called; of several names of one application's file, the one that it was started by.

    All programs of Redis may be one file, so that the kernel calls the server redis-check-rdb.
    """
    name, told = base_name(process), process["name"]
    if told == name[:_LONGEST_TOLD] or is_interpreter(process):
        return name
    same = (entry for entry in _named(name) if any(_fits(told, one) for one in entry.executables))
    return told if next(same, None) else name


def product_of(application: Application, process: Process, package: str) -> str:
    """What a program of an application is called: several products share how they are configured."""
    run = " ".join(process["arguments"]) if application.runs else ""
    told = f"{called_name(process)} {package} {run}"
    return next((product for mark, product in application.products if mark in told), application.product)


def is_doubtful(process: Process) -> bool:
    """Whether anybody could have made a process look like this: that it is an application needs more evidence.

    What an administrator's unit starts, or the image of a container holds, is what it is called. Of an interpreter
    nothing more is said than that it is one.
    """
    place = placement_of(process["cgroup"])
    is_administered = place.kind in ("container", "unit") and "/" not in place.name
    if is_administered or is_interpreter(process):
        return False
    if is_in_memory(process) or executable_of(process).startswith(_HOMES):
        return True
    return process.get("is_claimed", False) and process.get("user_number") in _PERSONS


def is_its_own(process: Process, file: str) -> bool:
    """Whether a file of configuration is one that a process was given, or lies where its executable does."""
    folder = executable_of(process).rpartition("/")[0].rpartition("/")[0]
    is_given = any(file in argument for argument in process["arguments"])
    return is_given or (folder.count("/") > 1 and file.startswith(f"{folder}/"))


@lru_cache(maxsize=_MOST_NAMES)
def _named(name: str) -> tuple[Application, ...]:
    """The applications of an executable's name. Only files that mention how it begins are loaded: few of very many."""
    begins = _LETTERS().match(name)
    mark = f'"{begins[0] if begins else name}'.encode()
    sources, together = _sources()
    wanted = [module for module, source in sources.items() if mark in source] if mark in together else []
    found = [_loaded(module) for module in wanted] if sources else known_applications()  # a bundle has no sources
    return _in_order([entry for entry in found if any(_fits(name, one) for one in entry.executables)])


@cache
def _sources() -> tuple[dict[str, bytes], bytes]:
    """The sources of the files by their modules' names, and all in one, which is searched sooner."""
    folder = next(iter(applications.__path__))
    found = {name: read_bytes(f"{folder}/{name}") or b"" for name in names_in(folder) if name.endswith(".py")}
    return {name.removesuffix(".py"): text for name, text in found.items() if name != "__init__.py"}, b"".join(
        found.values()
    )


def _loaded(module: str) -> Application:
    found: Application = import_module(f"{applications.__name__}.{module}").application
    return found


def _in_order(found: Iterable[Application]) -> tuple[Application, ...]:
    return tuple(sorted(found, key=lambda entry: (not entry.runs, entry.name)))


def _fits(name: str, expression: str) -> bool:
    """Whether a name fits; most expressions are names or begin like one, so that they need not be compiled."""
    special = next((place for place, sign in enumerate(expression) if sign in _SPECIAL), None)
    if special is None or not name.startswith(expression[:special]):
        return name == expression
    return bool(re.fullmatch(expression, name))
