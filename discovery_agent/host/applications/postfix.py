"""Postfix: whom it hands mail to, who looks at it on its way, and where it looks people up.

https://www.postfix.org/postconf.5.html; tables: mysql_table(5), pgsql_table(5), ldap_table(5). Databases that its
tables name are asked for each letter; of several servers of one table none is needed by itself.
"""

import re
from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.later import later
from discovery_agent.host.places import Place, place_of, url_places
from discovery_agent.host.syntax_lines import values

_DEFAULT = "/etc/postfix/main.cf"
_TABLES = "/etc/postfix/*.cf"
_SMTP = 25
_NEXT = {"relayhost": "all mail is handed to it", "content_filter": "all mail passes it"}
_TRANSPORTS = ("default_transport", "local_transport", "mailbox_transport", "relay_transport", "virtual_transport")
_MILTERS = ("smtpd_milters", "non_smtpd_milters")
_FOLDED = later(r"\n[ \t]+")
_TABLE = later(r"\b(mysql|pgsql|ldap):(/[\w./-]{1,250})")
_PORTS = {"mysql": 3306, "pgsql": 5432, "ldap": 389}
_MOST_TABLES = 50


def configure(started: Started, files: Files) -> Configured:
    """The settings of main.cf, and the tables that it names."""
    path = f"{folder}/main.cf" if (folder := started.option("-c")) else _DEFAULT
    text = files.text(path)
    known = values(_FOLDED().sub(" ", text or ""), comments="#")
    tables = dict.fromkeys(_TABLE().findall("\n".join(known.values())))
    read = [(kind, table) for kind, table in list(tables)[:_MOST_TABLES] if files.text(table) is not None]
    needs = [*_nexts(known, path), *_milters(known, path)]
    needs += [need for kind, table in read for need in _asked(kind, table, files.text(table) or "")]
    return Configured(
        instance=known.get("myhostname", ""),
        data_directory=known.get("queue_directory", ""),
        needs=tuple(dict.fromkeys(needs)),
        serves=tuple(name for name in _words(known.get("virtual_mailbox_domains", "")) if _is_domain(name)),
        files=(*([path] if text is not None else []), *(table for _, table in read)),
    )


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _is_domain(name: str) -> bool:
    """Whether a word is the name of a domain, and neither a table nor a file."""
    return "." in name and ":" not in name and "/" not in name


def _nexts(known: dict[str, str], path: str) -> Iterator[Need]:
    """The next hosts: `[host]:port`, behind the name of a transport or not."""
    for name in (*_NEXT, *_TRANSPORTS):
        said = known.get(name, "")
        place = _next_host(said if name == "relayhost" else said.partition(":")[2])
        if place is not None:
            reason = _NEXT.get(name, "mail is delivered to it")
            yield Need(*place, path, strength="hard", reason=f"{reason} ({name})")


def _next_host(text: str) -> Place | None:
    host, _, rest = text.strip().removeprefix("inet:").partition("]")
    whole = f"{host[1:]}{rest}" if host.startswith("[") and ":" not in host else text.strip().removeprefix("inet:")
    place = place_of(whole, _SMTP) if whole and "$" not in whole and not whole.startswith("unix:") else None
    return None if place is None or place.is_socket else place


def _milters(known: dict[str, str], path: str) -> Iterator[Need]:
    """What looks at mail; whether mail is taken without it is said beside."""
    action = known.get("milter_default_action", "tempfail")
    strength = "soft" if action == "accept" else "hard"
    for name in _MILTERS:
        for word in (word for word in _words(known.get(name, "")) if word.startswith("inet:")):
            place = place_of(word.removeprefix("inet:"))
            if place is not None and place.port and not place.is_socket:
                yield Need(*place, path, "", strength, f"a milter; without it: {action}")


def _asked(kind: str, table: str, text: str) -> Iterator[Need]:
    """The servers of a table; those of LDAP may be URLs."""
    known = values(text, comments="#")
    hosts = re.split(r"[\s,]+", known.get("server_host" if kind == "ldap" else "hosts", "").strip())
    port = int(known["server_port"]) if known.get("server_port", "").isdecimal() else _PORTS[kind]
    places = [
        place
        for host in hosts
        for place in (
            [found.place for found in url_places(host)]
            if "://" in host
            else [place_of(host.removeprefix("inet:"), port)]
        )
        if place is not None and not place.is_socket
    ]
    strength, reason = ("soft", "another one is asked too")
    if len(places) == 1:
        strength, reason = ("hard", "it looks up there who gets mail")
    database = known.get("dbname", "") if kind != "ldap" else ""
    yield from (Need(*place, table, "", strength, reason, database=database) for place in places)


application = Application(
    name="postfix",
    product="Postfix",
    executables=("master", "qmgr"),
    runs=r"postfix|^master|^qmgr",
    packages=("postfix",),
    ports=(25, 587),
    patterns=(_DEFAULT, _TABLES),
    configure=configure,
)
