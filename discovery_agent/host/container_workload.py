"""What a container is one run of.

A container is made anew again and again, under another id and often another name. What stays is its workload: project
and service of Compose; namespace, owner and container of a pod; else image and name.
"""

from collections.abc import Mapping

from discovery_agent.host.container_facts import ContainerReading, PublishedPort
from discovery_agent.host.foreign_json import text
from discovery_agent.host.later import later

_COMPOSE = "com.docker.compose."
_TAG = later(r"(?:@sha256:[0-9a-f]+|:[\w][\w.\-]{0,127})+$")
# What controllers add to the names of their pods: of a Deployment or Job and the pod itself, or of the pod alone. Those
# of a StatefulSet are the same again.
_POD = later(r"(?:-(?:[bcdfghjklmnpqrstvwxz2456789]{6,10}|\d{8,10}))?-[bcdfghjklmnpqrstvwxz2456789]{5}$")
_MOST_PORT_DIGITS = 5
_LONGEST_IMAGE = 1000  # engines take half of it; the expression takes the square of its length


def container(name: str, image: str, engine: str, workload: str = "") -> ContainerReading:
    """A container of which no more is known; without another workload image and name are it."""
    image = image[:_LONGEST_IMAGE]
    return {
        "name": name,
        "workload": workload or f"{repository_of(image)} {name}".strip(),
        "image": image,
        "engine": engine,
        "networks": [],
        "published": [],
        "aliases": [name],
    }


def repository_of(image: str) -> str:
    """An image without its tag and digest: the next version of a workload is the same one."""
    return _TAG().sub("", image)


def compose_workload(labels: Mapping[str, object]) -> str:
    """Project and service by the labels of Compose, with a number from the second one on; "" without them."""
    project, service = text(labels.get(f"{_COMPOSE}project")), text(labels.get(f"{_COMPOSE}service"))
    number = text(labels.get(f"{_COMPOSE}container-number"))
    return f"{project}/{service}{f' {number}' if number not in ('', '1') else ''}" if project and service else ""


def pod_workload(namespace: str, pod: str, name: str) -> str:
    """Namespace, owner and container of a pod, whose owner is told by what controllers add to names."""
    return f"{namespace}/{_POD().sub('', pod)}/{name}"


def published_port(address: object, outside: object, protocol: object, inside: object) -> list[PublishedPort]:
    """A published port, none where the numbers are none."""
    numbers = [
        int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_PORT_DIGITS else 0
        for digits in (str(outside), str(inside))
    ]
    kind = text(protocol).lower() or "tcp"
    if not all(numbers) or kind not in ("tcp", "udp"):
        return []
    where = text(address)
    everywhere = where in ("0.0.0.0", "::")  # noqa: S104 - what an engine says, nothing is bound
    return [{"address": "" if everywhere else where, "port": numbers[0], "protocol": kind, "inside": numbers[1]}]
