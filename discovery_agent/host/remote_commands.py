"""Which other machines a command line of a scheduled job reaches: of rsync, ssh, curl, dumps, backups and mounts.

Scripts that are called are looked into by `shell_scripts`. Nothing of the command is kept but hosts and ports.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from ipaddress import ip_address
from typing import NamedTuple

from discovery_agent.host.later import later
from discovery_agent.host.places import Place, place_of, port_of, url_places
from graph_schema.values import is_address

_SSH, _RSYNC, _NFS, _SMB = 22, 873, 2049, 445
_MAX_WORDS, _MAX_LENGTH, _MAX_TARGETS = 500, 4096, 20
_ASSIGNMENT = later(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)
_COPY = later(r"(?:[^@/\s]*@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.\-]+):(?!//)(.*)", re.DOTALL)
_OPERATORS = frozenset(";|&()<>")
_OF_SSH = frozenset("BbcDEeFIiJLlmOoPpQRSWw")
# What may hold colons and URLs that are none of another machine.
_VALUES_OF_RSYNC = frozenset(
    ("-e", "--rsh", "-f", "--filter", "--exclude", "--include", "--chown", "--usermap", "--groupmap", "--out-format")
)
_VALUES_OF_CURL = frozenset(
    ("-H", "--header", "-A", "--user-agent", "-e", "--referer", "-d", "--data", "--data-raw", "--data-binary", "-F")
)
_STORES_WITHOUT_HOST = frozenset(("azure", "b2", "gs", "local", "rclone", "rest", "s3", "swift"))
# They name programs and start none.
_NAMING = frozenset(
    ("apk", "apt", "apt-get", "dnf", "echo", "killall", "logger", "pgrep", "pidof", "pkill", "printf", "yum")
) | {"invoke-rc.d", "rc-service", "service", "systemctl"}
_QUOTING = str.maketrans("", "", "\"'\\\n")
_SCRIPTS = ("/etc/init.d/", "/etc/rc.d/", "/usr/local/etc/rc.d/")


class Reached(NamedTuple):
    """A host and port that a command reaches, and by which program."""

    tool: str
    host: str
    port: int


def reached(command: str, environment: Mapping[str, str]) -> list[Reached]:
    """The other machines that a command line reaches; `environment` is what is set for it beside."""
    found: dict[Reached, None] = {}
    if not _names_any(command):
        return []
    for words in _simple_commands(command[:_MAX_LENGTH]):
        assigned = [pair for word in words if (pair := _ASSIGNMENT().fullmatch(word))]
        given = {**environment, **{pair[1]: pair[2] for pair in assigned}}
        tools = [_program(word) for word in words]
        at = next((place for place, tool in enumerate(tools) if tool in _TOOLS), None)
        if at is not None and _NAMING.isdisjoint(tools[:at]):
            places = _TOOLS[tools[at]](words[at + 1 :], given)
            found |= {Reached(tools[at], *place): None for place in places if not _is_here(place)}
    return list(found)[:_MAX_TARGETS]


def _names_any(command: str) -> bool:
    """Whether a command line can hold one of the programs at all: most hold none, and splitting one takes long."""
    plain = command.translate(_QUOTING)
    return any(tool in plain for tool in _TOOLS)


def _program(word: str) -> str:
    """The program that a word is where it is one; "" for a script that starts a service of that name."""
    return "" if word.startswith(_SCRIPTS) else word.rpartition("/")[2]


def _simple_commands(command: str) -> Iterator[list[str]]:
    import shlex  # noqa: PLC0415 - only machines with jobs pay for the import

    reader = shlex.shlex(command, posix=True, punctuation_chars=True)
    reader.whitespace_split = True
    reader.commenters = ""
    words: list[str] = []
    try:
        for word in reader:
            if _OPERATORS.issuperset(word):
                yield words
                words = []
            elif len(words) < _MAX_WORDS:
                words.append(word)
    except ValueError:  # a quote without its other one
        pass
    yield words


def _is_here(place: Place) -> bool:
    if place.host in ("localhost", "") or place.is_socket or not place.port:
        return True
    return is_address(place.host) and ip_address(place.host).is_loopback


def _option(words: Sequence[str], *names: str) -> str:
    """The value of an option: `-h HOST`, `-hHOST`, `--host HOST`, `--host=HOST`."""
    for at, word in enumerate(words):
        for name in names:
            if word == name:
                return words[at + 1] if at + 1 < len(words) else ""
            if name.startswith("--") and word.startswith(f"{name}="):
                return word[len(name) + 1 :]
            if not name.startswith("--") and word.startswith(name):
                return word[len(name) :]
    return ""


def _without(options: frozenset[str], words: Sequence[str]) -> list[str]:
    """The words without the values of these options."""
    return [word for before, word in zip(("", *words), words, strict=False) if before not in options]


def _placed(host: str, port: object, default: int) -> Iterator[Place]:
    place = place_of(f"[{host}]" if is_address(host) and ":" in host else host, port_of(port) or default)
    if place is not None:
        yield place


def _copied(words: Sequence[str], port: int, module: int) -> Iterator[Place]:
    """`user@host:path`, `host::module` and URLs."""
    for word in words:
        found = _COPY().fullmatch(word) if not word.startswith("-") else None
        if "://" in word:
            yield from (Place(place.host, place.port) for place in _of_url(word))
        elif found and "/" not in found[1]:
            yield from _placed(found[1].strip("[]"), 0, module if found[2].startswith(":") else port)


def _of_url(word: str) -> Iterator[Place]:
    """Where a URL leads; of schemes without a usual port here those of backups."""
    for scheme, port in (("ssh://", _SSH), ("sftp://", _SSH), ("rsync://", _RSYNC), ("scp://", _SSH)):
        if word.startswith(scheme):
            place = place_of(re.split(r"[/?#]", word[len(scheme) :], maxsplit=1)[0].rpartition("@")[2], port)
            if place is not None:
                yield place
            return
    yield from (found.place for found in url_places(word))


def _rsync(words: Sequence[str], _given: Mapping[str, str]) -> Iterator[Place]:
    shell = _option(words, "-e", "--rsh").split()
    return _copied(_without(_VALUES_OF_RSYNC, words), port_of(_option(shell, "-p")) or _SSH, _RSYNC)


def _scp(words: Sequence[str], _given: Mapping[str, str]) -> Iterator[Place]:
    return _copied(words, port_of(_option(words, "-P")) or _SSH, _SSH)


def _ssh(words: Sequence[str], _given: Mapping[str, str]) -> Iterator[Place]:
    port, skips = 0, False
    for at, word in enumerate(words):
        if skips:
            skips = False
        elif word.startswith("-"):
            skips = word[-1] in _OF_SSH and len(word) == 2  # noqa: PLR2004 - a dash and a letter
            port = port_of(_option(words[at : at + 2], "-p")) or port
        elif "://" in word:
            yield from _of_url(word)
            return
        elif not word.isdigit():  # a port that autossh watches
            yield from _placed(word.rpartition("@")[2], port, _SSH)
            return


def _urls(words: Sequence[str], _given: Mapping[str, str]) -> Iterator[Place]:
    return (place for word in words if "://" in word for place in _of_url(word))


def _transfer(words: Sequence[str], given: Mapping[str, str]) -> Iterator[Place]:
    return _urls(_without(_VALUES_OF_CURL, words), given)


def _store(default: int, *ports: str) -> Callable[[Sequence[str], Mapping[str, str]], Iterator[Place]]:
    def places(words: Sequence[str], _given: Mapping[str, str]) -> Iterator[Place]:
        host = _option(words, "-h", "--host")
        if host:
            yield from _placed(host, _option(words, *ports), default)
        yield from _urls(words, {})

    return places


def _restic(words: Sequence[str], given: Mapping[str, str]) -> Iterator[Place]:
    for text in (given.get("RESTIC_REPOSITORY", ""), _option(words, "-r", "--repo")):
        yield from _repository(text.removeprefix("sftp:") if "://" not in text else text)


def _borg(words: Sequence[str], given: Mapping[str, str]) -> Iterator[Place]:
    named = [word for word in words if not word.startswith("-") and ("@" in word or "://" in word)]
    for text in (given.get("BORG_REPO", ""), _option(words, "-r", "--repo"), *named):
        yield from _repository(text)


def _repository(text: str) -> Iterator[Place]:
    """Where a repository of backups lies; `repo::archive` is one here."""
    kind, _, rest = text.partition(":")
    if "://" in text or (kind not in _STORES_WITHOUT_HOST and not rest.startswith(":")):
        yield from _copied([text], _SSH, _SSH)


def _mount(words: Sequence[str], _given: Mapping[str, str]) -> Iterator[Place]:
    for word in words:
        if word.startswith("//"):
            yield from _placed(word[2:].partition("/")[0], 0, _SMB)
        elif ":/" in word and not word.startswith("-"):
            yield from _placed(word.partition(":/")[0].strip("[]"), 0, _NFS)


_TOOLS: Mapping[str, Callable[[Sequence[str], Mapping[str, str]], Iterator[Place]]] = {
    "rsync": _rsync,
    "scp": _scp,
    "sftp": _scp,
    "ssh": _ssh,
    "autossh": _ssh,
    **dict.fromkeys(("curl", "wget"), _transfer),
    **dict.fromkeys(("http", "lftp", "duplicity"), _urls),
    **dict.fromkeys(("mysqldump", "mysql", "mariadb-dump", "mariadb", "mariabackup"), _store(3306, "-P", "--port")),
    **dict.fromkeys(("pg_dump", "pg_dumpall", "psql", "pg_basebackup"), _store(5432, "-p", "--port")),
    "mongodump": _store(27017, "--port"),
    "redis-cli": _store(6379, "-p"),
    "restic": _restic,
    "borg": _borg,
    **dict.fromkeys(("mount", "mount.nfs", "mount.cifs"), _mount),
}
