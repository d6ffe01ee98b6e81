"""What is printed of the files of Docker's daemon: few words of each, as the whole holds the secrets of a container."""

import json
from collections.abc import Iterator
from typing import Any, cast

# Matched by grep -o without quotes, which a rule of sudo would not keep: a dot stands for each.
WORDS = (
    ".Name...[/][^,]*,",
    ".Image.:.[^,]*",
    ".com.docker.compose.[cps][a-z-]*.:.[^,}]*",
    ".[0-9]*/[tu][cd]p.:.{[^]]*",
)
_LABELS = "com.docker.compose."


def settings_of(words: bytes) -> bytes:
    """The file that these words are of, without all else."""
    name, image = "", ""
    labels: dict[str, object] = {}
    ports: dict[str, object] = {}
    for key, value in _entries(words):
        if key == "Name":
            name = name or str(value)
        elif key == "Image":
            image = image or ("" if str(value).startswith("sha256:") else str(value))
        elif key.startswith(_LABELS):
            labels[key] = value
        else:
            ports[key] = value
    configuration = {"Image": image, "Labels": labels}
    return json.dumps({"Name": name, "Config": configuration, "NetworkSettings": {"Ports": ports}}).encode()


def _entries(words: bytes) -> Iterator[tuple[str, object]]:
    """Key and value of each word that is one of an object."""
    for line in words.split(b"\n"):
        text = line.decode("utf-8", "replace").rstrip(",")
        try:
            entry: Any = json.loads(f"{{{text}]}}" if "[{" in text else f"{{{text}}}")
        except (ValueError, RecursionError):
            continue
        yield from cast("dict[str, object]", entry).items()
