"""Tomcat: its instance, and the databases of its contexts."""

from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.connection_strings import connection_places
from discovery_agent.host.places import UrlPlace, url_places

_FILES = ("conf/context.xml", "conf/server.xml", "conf/Catalina/localhost/*.xml", "conf/catalina.properties")
_PATTERNS = ("/etc/tomcat*/*.xml", "/etc/tomcat*/Catalina/localhost/*.xml", "/opt/tomcat/conf/*.xml")


def configure(started: Started, files: Files) -> Configured:
    """Addresses of JDBC wherever they stand; of other URLs a file of Tomcat has too many."""
    base = next((w.partition("=")[2] for w in started.arguments if w.startswith("-Dcatalina.base=")), "")
    patterns = [f"{base}/{name}" for name in _FILES] if base else list(_PATTERNS)
    texts = {path: text for pattern in patterns for path in files.matching(pattern) if (text := files.text(path))}
    needs = [
        Need(*found.place, path)
        for path, text in texts.items()
        for line in text.splitlines()
        if "jdbc:" in line
        for found in dict.fromkeys((*url_places(line), *_of_oracle(line)))
    ]
    return Configured(instance=base.rpartition("/")[2], needs=tuple(needs), files=tuple(texts))


def _of_oracle(line: str) -> Iterator[UrlPlace]:
    """Addresses that are no URLs."""
    return (found for found in connection_places(line) if found.scheme == "oracle")


application = Application(
    name="tomcat",
    product="Apache Tomcat",
    executables=("java",),
    runs=r"org\.apache\.catalina\.startup\.Bootstrap",
    packages=("tomcat10", "tomcat9", "tomcat"),
    ports=(8080, 8009),
    patterns=_PATTERNS,
    configure=configure,
)
