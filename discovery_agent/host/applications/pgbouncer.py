"""PgBouncer: the servers of its databases."""

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of, port_of
from discovery_agent.host.syntax_lines import assignments

_DEFAULT = "/etc/pgbouncer/pgbouncer.ini"


def configure(started: Started, files: Files) -> Configured:
    """The entries of the section databases: `name = host=db1 port=5432`."""
    named = [word for word in started.arguments[1:] if word.endswith(".ini") and word.startswith("/")]
    path = named[0] if named else _DEFAULT
    text = files.text(path)
    databases = [entry for entry in assignments(text or "") if entry.section == "databases"]
    needs: list[Need] = []
    for entry in databases:
        pairs = {name: value for name, _, value in (part.partition("=") for part in entry.value.split())}
        for host in pairs.get("host", "").split(","):
            place = place_of(host, port_of(pairs.get("port", "")) or 5432) if host else None
            if place is not None and not place.is_socket:
                needs.append(Need(*place, path, strength="hard", reason=f"the server of the database {entry.name}"))
    served = tuple(entry.name for entry in databases)
    return Configured(needs=tuple(needs), serves=served, files=(path,) if text is not None else ())


application = Application(
    name="pgbouncer",
    product="PgBouncer",
    executables=("pgbouncer",),
    packages=("pgbouncer",),
    ports=(6432,),
    patterns=(_DEFAULT,),
    configure=configure,
)
