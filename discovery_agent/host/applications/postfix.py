"""Postfix: the host that it hands all mail to."""

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import place_of
from discovery_agent.host.syntax_lines import values

_DEFAULT = "/etc/postfix/main.cf"


def configure(started: Started, files: Files) -> Configured:
    """The settings of main.cf."""
    path = f"{folder}/main.cf" if (folder := started.option("-c")) else _DEFAULT
    text = files.text(path)
    known = values(text or "")
    relay = known.get("relayhost", "")
    host = relay[1:].partition("]") if relay.startswith("[") else ("", "", "")
    place = place_of(f"{host[0]}{host[2]}" if host[0] else relay, 25) if relay else None
    needs = (Need(*place, path, strength="hard", reason="relayhost"),) if place and not place.is_socket else ()
    return Configured(
        instance=known.get("myhostname", ""),
        data_directory=known.get("queue_directory", ""),
        needs=needs,
        serves=tuple(name for name in known.get("virtual_mailbox_domains", "").split(",") if "." in name),
        files=(path,) if text is not None else (),
    )


application = Application(
    name="postfix",
    product="Postfix",
    executables=("master", "qmgr"),
    runs=r"postfix|^master|^qmgr",
    packages=("postfix",),
    ports=(25, 587),
    patterns=("/etc/postfix/main.cf",),
    configure=configure,
)
