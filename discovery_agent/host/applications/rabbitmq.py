"""RabbitMQ: the nodes of its cluster, by the port of their distribution."""

from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.later import later
from discovery_agent.host.places import place_of, port_of
from discovery_agent.host.syntax_lines import Assignment, assignments

_DEFAULT = "/etc/rabbitmq/rabbitmq.conf"
_DISTRIBUTION = 25_672
_NODE = later(r"-s?name (\S+)")


def configure(started: Started, files: Files) -> Configured:
    """The node's name, and the others of classic_config."""
    text = files.text(_DEFAULT)
    told = list(assignments(text or "", comments="#"))
    nodes = [entry.value.partition("@")[2] for entry in told if ".nodes." in entry.name]
    places = [place for node in nodes if (place := place_of(node, _DISTRIBUTION))]
    cluster = (Need(*place, _DEFAULT, is_certain=False) for place in places if not place.is_socket)
    named = _NODE().search(" ".join(started.arguments))
    data = next((w for w in started.arguments if "mnesia" in w and w.startswith("/")), "")
    return Configured(
        instance=named[1] if named else "",
        data_directory=data,
        needs=(*cluster, *_directories(told)),
        files=(_DEFAULT,) if text is not None else (),
    )


def _directories(told: list[Assignment]) -> Iterator[Need]:
    """The servers of LDAP that know who may log in; of several none is needed by itself."""
    port = next((entry.value for entry in told if entry.name == "auth_ldap.port"), "")
    hosts = [entry.value for entry in told if entry.name.startswith("auth_ldap.servers.")]
    strength, reason = ("hard", "it knows who may log in") if len(hosts) == 1 else ("soft", "another one is asked too")
    for place in (place_of(host, port_of(port) or 389) for host in hosts):
        if place is not None and not place.is_socket:
            yield Need(*place, _DEFAULT, "", strength, reason)


application = Application(
    name="rabbitmq",
    product="RabbitMQ",
    executables=(r"beam(?:\.smp)?",),
    runs=r"rabbit",
    packages=("rabbitmq-server",),
    ports=(5672, 15672, 25672),
    patterns=("/etc/rabbitmq/*.conf",),
    configure=configure,
)
