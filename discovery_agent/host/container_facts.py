"""What is known of containers, plain as JSON and without a secret."""

from typing import NotRequired, TypedDict

from discovery_agent.host.application_facts import NeedReading


class PublishedPort(TypedDict):
    """A port of the machine that leads to one of a container. `address` is "" for all of the machine's."""

    address: str
    port: int
    protocol: str
    inside: int


class ContainerReading(TypedDict):
    """A container. `aliases` are what others on its networks call it, `needs` what its environment names.

    `id` and `pod` (its uid) are those of this run, `host_name` is what the container calls itself unless it is told
    otherwise; old recordings lack them.
    """

    name: str
    workload: str
    image: str
    engine: str
    networks: list[str]
    published: list[PublishedPort]
    aliases: list[str]
    needs: NotRequired[list[NeedReading]]
    id: NotRequired[str]
    pod: NotRequired[str]
    host_name: NotRequired[str]
