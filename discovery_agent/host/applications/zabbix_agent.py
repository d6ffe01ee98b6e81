"""Zabbix agent; it tells a server how its machine is.

https://www.zabbix.com/documentation/current/en/manual/appendix/config/zabbix_agentd: `ServerActive`.
"""

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.beside import MONITORING, told_to
from discovery_agent.host.places import place_of
from discovery_agent.host.syntax_lines import assignments

_PORT = 10051
_PATTERNS = ("/etc/zabbix/zabbix_agentd.conf", "/etc/zabbix/zabbix_agent2.conf")


def configure(started: Started, files: Files) -> Configured:
    """The servers and proxies that it asks what to check; `;` is between nodes of one cluster."""
    named = started.option("-c", "--config")
    own = (started.arguments[0] if started.arguments else "").rpartition("/")[2]
    path = named or next((path for path in _PATTERNS if path.endswith(f"/{own}.conf")), _PATTERNS[0])
    text = files.text(path)
    told = [entry for entry in assignments(text or "") if entry.name in ("serveractive", "hostname")]
    servers = [entry.value for entry in told if entry.name == "serveractive"]
    names = [name for value in servers for name in value.replace(";", ",").split(",") if name.strip()]
    hosts = [entry.value for entry in told if entry.name == "hostname"]
    needs = told_to(((path, place_of(name, _PORT)) for name in names), MONITORING)
    return Configured(instance=hosts[-1] if hosts else "", needs=needs, files=(path,) if text is not None else ())


application = Application(
    name="zabbix_agent",
    product="Zabbix agent",
    executables=("zabbix_agentd", "zabbix_agent2"),
    packages=("zabbix-agent", "zabbix-agent2"),
    ports=(10050,),
    patterns=_PATTERNS,
    configure=configure,
    traffic=MONITORING,
)
