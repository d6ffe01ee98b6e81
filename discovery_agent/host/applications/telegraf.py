"""Telegraf; it tells others what it measures.

https://docs.influxdata.com/telegraf/v1/configuration/: one table for each output, with `urls` or `servers`.
"""

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.beside import MONITORING, beside
from discovery_agent.host.declared_needs import needs_in
from discovery_agent.host.service_configuration import tree_in

_PATTERNS = ("/etc/telegraf/telegraf.conf", "/etc/telegraf/telegraf.d/*.conf")


def configure(started: Started, files: Files) -> Configured:
    """What is named in its files, its outputs before what it only reads."""
    named = started.option("--config", "-config")
    patterns = [named] if named.startswith("/") else _PATTERNS
    paths = [path for pattern in patterns for path in files.matching(pattern)]
    texts = {path: text for path in paths if (text := files.text(path)) is not None}
    needs = [need for path, text in texts.items() for need in needs_in(tree_in(f"{path}.toml", text), path)]
    return Configured(needs=beside(dict.fromkeys(needs), MONITORING), files=tuple(texts))


application = Application(
    name="telegraf",
    product="Telegraf",
    executables=("telegraf",),
    packages=("telegraf",),
    patterns=_PATTERNS,
    configure=configure,
    traffic=MONITORING,
)
