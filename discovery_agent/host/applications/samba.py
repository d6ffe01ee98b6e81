"""Samba: its shares."""

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.syntax_lines import assignments

_DEFAULT = "/etc/samba/smb.conf"
_NO_SHARES = frozenset(("global", "printers", "print$", "homes"))


def configure(started: Started, files: Files) -> Configured:
    """The sections of smb.conf that are shares."""
    path = started.option("-s", "--configfile") or _DEFAULT
    text = files.text(path)
    told = list(assignments(text or ""))
    name = next((entry.value for entry in told if entry.name == "netbios name"), "")
    shares = tuple(entry.section for entry in told if entry.section.lower() not in _NO_SHARES)
    return Configured(instance=name, serves=shares, files=(path,) if text is not None else ())


application = Application(
    name="samba",
    product="Samba",
    executables=("smbd", "nmbd", "winbindd", "samba"),
    packages=("samba",),
    ports=(139, 445),
    patterns=(_DEFAULT,),
    configure=configure,
)
