"""Fluent Bit, Vector, Promtail and Alloy, which ship logs.

https://docs.fluentbit.io/manual/administration/configuring-fluent-bit/classic-mode/configuration-file,
https://grafana.com/docs/loki/latest/send-data/promtail/configuration/ (clients),
https://vector.dev/docs/reference/configuration/sinks/
"""

from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.beside import LOGGING, beside, told_to
from discovery_agent.host.declared_needs import needs_in
from discovery_agent.host.places import Place, place_of, port_of
from discovery_agent.host.service_configuration import tree_in
from discovery_agent.host.syntax_lines import words

_CLASSIC = "/etc/fluent-bit/fluent-bit.conf"
_PATTERNS = (_CLASSIC, "/etc/promtail/*.y*ml", "/etc/vector/vector.toml", "/etc/vector/vector.yaml")
_OUTPUT, _NAME, _HOST, _PORT = "[output]", "name", "host", "port"
_USUAL_PORTS = {"es": 9200, "opensearch": 9200, "loki": 3100, "forward": 24224, "influxdb": 8086, "splunk": 8088}


def configure(started: Started, files: Files) -> Configured:
    """The outputs of the file that is named at the start, or of the usual ones of that program."""
    named = started.option("-c", "--config", "-config.file", "--config-yaml", "--config-toml")
    own = (started.arguments[0] if started.arguments else "").rpartition("/")[2]
    usual = [path for pattern in _PATTERNS for path in files.matching(pattern) if f"/{own}/" in path]
    texts = {path: text for path in ([named] if named else usual) if (text := files.text(path))}
    needs = [need for path, text in texts.items() for need in _needs(path, text)]
    return Configured(needs=tuple(needs), files=tuple(texts))


def _needs(path: str, text: str) -> tuple[Need, ...]:
    if path.endswith(".conf"):
        return told_to(((path, place) for place in _outputs(text)), LOGGING)
    return beside(needs_in(tree_in(path, text), path), LOGGING)


def _outputs(text: str) -> Iterator[Place | None]:
    """Blocks of lines of a name and a value, each under its heading."""
    output: dict[str, str] | None = None
    for line in [*words(text), ["[end]"]]:
        if line[0].startswith("["):
            if output and _HOST in output:
                port = port_of(output.get(_PORT)) or _USUAL_PORTS.get(output.get(_NAME, "").lower(), 0)
                yield place_of(output[_HOST], port)
            output = {} if line[0].lower() == _OUTPUT else None
        elif output is not None and len(line) > 1:
            output[line[0].lower()] = line[1]


application = Application(
    name="fluent_bit",
    product="Fluent Bit",
    executables=("fluent-bit", "vector", "promtail", "alloy"),
    packages=("fluent-bit", "td-agent-bit", "vector", "promtail", "alloy"),
    patterns=_PATTERNS,
    configure=configure,
    traffic=LOGGING,
)
