"""OpenLDAP: a consumer copies from its provider."""

import re

from discovery_agent.host.application import REPLICATION, Application, Configured, Files, Need, Started
from discovery_agent.host.later import later
from discovery_agent.host.places import url_places

_PATTERNS = (
    "/etc/ldap/slapd.conf",
    "/etc/openldap/slapd.conf",
    "/etc/ldap/slapd.d/cn=config/*.ldif",
    "/etc/openldap/slapd.d/cn=config/*.ldif",
)
_PROVIDER = later(r"\bprovider=(\S+)")
_SUFFIX = later(r"^(?:olcSuffix:|suffix)\s*\"?([^\"\n]+)", re.MULTILINE)
_DATA = later(r"^(?:olcDbDirectory:|directory)\s*\"?(/[^\"\n]+)", re.MULTILINE)
_FOLDED = later(r"\n[ \t]")  # LDIF and slapd.conf go on in a line that begins with a blank


def configure(started: Started, files: Files) -> Configured:
    """The providers of syncrepl, the suffixes, and where the first of them is kept."""
    folder, file = started.option("-F"), started.option("-f")
    given = [*([f"{folder.rstrip('/')}/cn=config/*.ldif"] if folder else []), *([file] if file else [])]
    paths = [path for pattern in given or _PATTERNS for path in files.matching(pattern)]
    texts = {path: text for path in paths if (text := files.text(path))}
    needs = [
        Need(*found.place, path, REPLICATION)
        for path, text in texts.items()
        for url in _PROVIDER().findall(text + "\n" + _FOLDED().sub("", text))
        for found in url_places(url)
    ]
    suffixes = tuple(suffix.strip() for text in texts.values() for suffix in _SUFFIX().findall(text))
    data = next((found for text in texts.values() for found in _DATA().findall(text)), "")
    return Configured(
        data_directory=data.strip(), needs=tuple(dict.fromkeys(needs)), serves=suffixes, files=tuple(texts)
    )


application = Application(
    name="openldap",
    product="OpenLDAP",
    executables=("slapd",),
    packages=("slapd", "openldap-servers"),
    ports=(389, 636),
    patterns=_PATTERNS,
    configure=configure,
)
