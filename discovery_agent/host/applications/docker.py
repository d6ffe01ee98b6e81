"""Docker Engine; its containers are programs of their own."""

import json
from typing import cast

from discovery_agent.host.application import Application, Configured, Files, Started

_SETTINGS = "/etc/docker/daemon.json"
_USUAL_DATA = "/var/lib/docker"


def configure(started: Started, files: Files) -> Configured:
    """Where it keeps images and containers: https://docs.docker.com/reference/cli/dockerd/."""
    path = started.option("--config-file") or _SETTINGS
    text = files.text(path)
    tree: object = json.loads(text) if text and text.strip() else {}
    said = cast("dict[str, object]", tree).get("data-root") if isinstance(tree, dict) else None
    data = started.option("--data-root", "-g") or (said if isinstance(said, str) else "") or _USUAL_DATA
    return Configured(data_directory=data, files=(path,) if text is not None else ())


application = Application(
    name="docker",
    product="Docker Engine",
    executables=("dockerd",),
    packages=("docker-ce", "docker.io", "moby-engine"),
    ports=(2375, 2376),
    patterns=(_SETTINGS,),
    configure=configure,
)
