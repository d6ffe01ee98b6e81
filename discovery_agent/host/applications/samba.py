"""Samba: its shares, and the servers that know its users.

https://www.samba.org/samba/docs/current/man-html/smb.conf.5.html: `password server`, `passdb backend`, `wins server`.
"""

from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of, url_places
from discovery_agent.host.syntax_lines import Assignment, assignments

_PORT = 445
_DEFAULT = "/etc/samba/smb.conf"
_NO_SHARES = frozenset(("global", "printers", "print$", "homes"))


def configure(started: Started, files: Files) -> Configured:
    """The sections of smb.conf that are shares."""
    path = started.option("-s", "--configfile") or _DEFAULT
    text = files.text(path)
    told = list(assignments(text or ""))
    name = next((entry.value for entry in told if entry.name == "netbios name"), "")
    shares = tuple(entry.section for entry in told if entry.section.lower() not in _NO_SHARES)
    needs = tuple(need for entry in told if entry.section.lower() == "global" for need in _needs(entry, path))
    folders = tuple(entry.value for entry in told if entry.name == "path" and entry.section in shares)
    return Configured(
        instance=name, needs=needs, serves=shares, files=(path,) if text is not None else (), folders=folders
    )


def _needs(entry: Assignment, path: str) -> Iterator[Need]:
    """Of several servers none is needed by itself."""
    if entry.name == "passdb backend" and entry.value.startswith("ldapsam:"):
        places = [url.place for url in url_places(entry.value.removeprefix("ldapsam:"))]
    elif entry.name == "password server":
        names = entry.value.replace(",", " ").split()
        places = [place for name in names if name != "*" and (place := place_of(name, _PORT))]
    else:
        return
    strength, reason = ("hard", "it knows who may log in") if len(places) == 1 else ("soft", "another one is asked too")
    yield from (Need(*place, path, "", strength, reason) for place in places if not place.is_socket)


application = Application(
    name="samba",
    product="Samba",
    executables=("smbd", "nmbd", "winbindd", "samba"),
    packages=("samba",),
    ports=(139, 445),
    patterns=(_DEFAULT,),
    configure=configure,
)
