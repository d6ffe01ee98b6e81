"""The contract of a known application: how a program of it is recognised, and what its configuration says.

`applications/` holds one file for each. What is configured is read on the machine; nothing here holds a secret: of a
connection string only host and port are kept.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from graph_schema.relationships import POOL, REPLICATION

__all__ = [
    "MOST_CERTIFICATES",
    "POOL",
    "REPLICATION",
    "Application",
    "Configured",
    "Files",
    "Member",
    "Need",
    "Pool",
    "Started",
    "Zone",
]

MOST_CERTIFICATES = 10_000  # of a configuration, in which each of so many may be that of each of so many servers


class Started(NamedTuple):
    """How a program was started. `title` is what a program has written over its arguments, else "".

    `titles` are those of its other processes.
    """

    arguments: tuple[str, ...]
    directory: str = ""
    ports: frozenset[int] = frozenset()
    title: str = ""
    titles: tuple[str, ...] = ()

    def option(self, *names: str) -> str:
        """The value of the first of these options that is given: `-f FILE`, `--file FILE`, `--file=FILE`; else ""."""
        words = self.title.split() if self.title else list(self.arguments)
        for place, word in enumerate(words):
            for name in names:
                if word == name and place + 1 < len(words):
                    return words[place + 1]
                if word.startswith(f"{name}="):
                    return word[len(name) + 1 :]
        return ""


class Files(Protocol):
    """Configuration files, within bounds: what is too large, binary or no file is not there."""

    def text(self, path: str) -> str | None:
        """The text of a file."""
        ...

    def matching(self, pattern: str) -> list[str]:
        """The paths that a pattern of the shell fits, sorted; itself where it is none."""
        ...


class Need(NamedTuple):
    """Another program that one is configured to use, by host and port, or by the path of a Unix socket as host.

    `database` is which of its databases, where that is said.
    With `is_certain` the configuration says that it is used; else it only explains a connection that is seen.
    """

    host: str
    port: int
    file: str = ""
    purpose: str = ""
    strength: str = ""
    reason: str = ""
    is_certain: bool = True
    database: str = ""


class Member(NamedTuple):
    """One server of a pool."""

    host: str
    port: int
    is_backup: bool = False


class Pool(NamedTuple):
    """Servers of which `k` are enough; `reason` says why."""

    name: str
    members: tuple[Member, ...]
    file: str
    k: int = 1
    reason: str = ""


class Zone(NamedTuple):
    """A zone of the domain name system that a program answers for; `records` as name, type and value.

    A secondary server does not tell records: it has them from its primary.
    """

    name: str
    records: tuple[tuple[str, str, str], ...] = ()


class Configured(NamedTuple):
    """What the configuration says. `sockets` are Unix sockets that are listened on, `files` what was read.

    `addresses` are virtual addresses that the program keeps with others, by the name of their group. `watched`
    are words of what it watches: it gives the addresses up when that fails. `certificates` are the files of
    certificates that it shows, with the ports at which it does, `databases` are those that are known.
    With `has_all_databases` there are no others. `zones` are those of the domain name system that it answers for.
    `folders` are those whose files it serves.
    """

    instance: str = ""
    version: str = ""
    data_directory: str = ""
    needs: tuple[Need, ...] = ()
    pools: tuple[Pool, ...] = ()
    serves: tuple[str, ...] = ()
    sockets: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()
    watched: tuple[str, ...] = ()
    certificates: tuple[tuple[str, tuple[int, ...]], ...] = ()
    databases: tuple[str, ...] = ()
    has_all_databases: bool = False
    zones: tuple[Zone, ...] = ()
    folders: tuple[str, ...] = ()


class Application(NamedTuple):
    """One application.

    `executables` are regular expressions for the whole name of the executable, which no process can forge as it can
    its own name; `runs` is one for the arguments of an interpreter. `packages` are names of packages whose version is
    the product's; a `*` at the end stands for a version or nothing. `ports` are those it usually listens on: a hint
    for people, no evidence. `patterns` are paths of the shell of what `configure` reads where nothing else is said at
    the start. `traffic` is what its connections to others are for, where that is always the same. `products` are
    those that are told apart by a part of what the executable or the package is called, or by what runs.
    """

    name: str
    product: str
    executables: tuple[str, ...]
    runs: str = ""
    packages: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    patterns: tuple[str, ...] = ()
    configure: Callable[[Started, Files], Configured] | None = None
    traffic: str = ""
    products: tuple[tuple[str, str], ...] = ()
