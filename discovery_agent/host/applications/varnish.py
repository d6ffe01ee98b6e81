"""Varnish, which caches what web servers answer.

https://varnish-cache.org/docs/trunk/reference/vcl-backend.html: `backend name { .host = "…"; .port = "…"; }`;
https://varnish-cache.org/docs/trunk/reference/varnishd.html: `-b`, `-f`, `-n`.
"""

from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Need, Started
from discovery_agent.host.places import Place, place_of, port_of
from discovery_agent.host.syntax_blocks import Directive, read_blocks

_DEFAULT = "/etc/varnish/default.vcl"
_PORT = 80
_ONLY = "what is not cached is asked of it"
_NAMED = 2  # words: backend, its name


def configure(started: Started, files: Files) -> Configured:
    """The backends of its file or of the command line; with several of them which is needed is not said."""
    given = started.option("-b")
    path = started.option("-f") or _DEFAULT
    tree, read = (Directive(()), list[str]()) if given else read_blocks(path, files)
    places = [("", place_of(given, _PORT))] if given else [(path, place) for place in _backends(tree)]
    found = [(file, place) for file, place in places if place is not None and place.port]
    strength, reason = ("hard", _ONLY) if len(found) == 1 else ("", "")
    needs = tuple(Need(*place, file, "", strength, reason) for file, place in found)
    return Configured(instance=started.option("-n"), needs=needs, files=tuple(read))


def _backends(tree: Directive) -> Iterator[Place | None]:
    for backend in tree.block:
        if backend.name == "backend" and len(backend.words) == _NAMED and backend.words[1] != "none":
            told = {entry.name: entry.words[-1] for entry in backend.block if len(entry.words) > 1}
            host = told.get(".host", "")
            yield place_of(host, port_of(told.get(".port", "")) or _PORT)


application = Application(
    name="varnish",
    product="Varnish",
    executables=("varnishd",),
    packages=("varnish",),
    ports=(6081,),
    patterns=("/etc/varnish/*.vcl",),
    configure=configure,
)
