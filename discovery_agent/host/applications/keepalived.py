"""keepalived: addresses that several machines keep between them (VRRP), and virtual servers with real ones (LVS)."""

from collections.abc import Iterator

from discovery_agent.host.application import Application, Configured, Files, Member, Pool, Started
from discovery_agent.host.later import later
from discovery_agent.host.places import place_of, port_of

_DEFAULT = "/etc/keepalived/keepalived.conf"
_WORD = later(r"[A-Za-z0-9]+")
_WATCHING = (["vrrp_script"], ["vrrp_track_process"])
_ADDRESSES = (["virtual_ipaddress"], ["virtual_ipaddress_excluded"])
_MAX_LINES = 20_000


class _Reader:
    """Goes through the lines of a file and what it includes, noting what its blocks hold."""

    def __init__(self) -> None:
        self.inside: list[list[str]] = []
        self.instances: dict[str, dict[str, list[str]]] = {}
        self.servers: dict[str, list[Member]] = {}
        self.watched: dict[str, None] = {}
        self.quorums: dict[str, int] = {}

    def take(self, words: list[str]) -> None:
        if words[-1] == "{":
            self.inside.append(words[:-1])
            self._begin(words[:-1])
        elif words == ["}"]:
            self.inside = self.inside[:-1]
        else:
            self._line(words)

    def _begin(self, words: list[str]) -> None:
        if words[:1] == ["real_server"] and len(words) > 2:  # noqa: PLR2004 - name, address, port
            place = place_of(words[1], port_of(words[2]) or 0)
            if place is not None and place.port:
                self.servers.setdefault(self._virtual(), []).append(Member(*place))

    def _virtual(self) -> str:
        """Address and port of the virtual server around, "" where there is none."""
        return next((":".join(block[1:]) for block in self.inside[-4:] if block[:1] == ["virtual_server"]), "")

    def _line(self, words: list[str]) -> None:
        if self.inside and self.inside[0][:1] in _WATCHING and words[0] in ("script", "process"):
            self.watched |= dict.fromkeys(_WORD().findall(" ".join(words[1:])))
        if words[0] == "quorum" and len(words) > 1 and words[1].isdecimal() and (virtual := self._virtual()):
            self.quorums[virtual] = int(words[1][:4])
        instance = next((block[1] for block in self.inside if block[:1] == ["vrrp_instance"] and len(block) > 1), "")
        if not instance:
            return
        settings = self.instances.setdefault(instance, {})
        if self.inside[-1][:1] in _ADDRESSES:
            settings.setdefault("addresses", []).append(words[0].partition("/")[0])
        else:
            settings.setdefault(words[0], words[1:])


def configure(started: Started, files: Files) -> Configured:
    """The virtual addresses and the pools of real servers."""
    path = started.option("-f", "--use-file") or _DEFAULT
    read: list[str] = []
    reader = _Reader()
    for words in _lines(path, files, read):
        reader.take(words)
    addresses = tuple(
        (f"{(settings.get('virtual_router_id') or ['?'])[0]}", address)
        for settings in reader.instances.values()
        for address in settings.get("addresses", [])
    )
    pools = tuple(_pool(name, found, path, reader.quorums.get(name, 1)) for name, found in reader.servers.items())
    return Configured(pools=pools, addresses=addresses, files=tuple(read), watched=tuple(reader.watched))


def _pool(name: str, members: list[Member], path: str, quorum: int) -> Pool:
    """The real servers of a virtual one. A server that says sorry takes nobody's place, so it is no member."""
    reason = "keepalived takes real servers that fail its checks out of the virtual one"
    if quorum > 1:
        reason = f"keepalived gives the virtual server up when fewer than {quorum} real ones pass its checks (quorum)"
    return Pool(name, tuple(members), path, max(1, min(quorum, len(members))), reason)


def _lines(path: str, files: Files, read: list[str]) -> Iterator[list[str]]:
    text = files.text(path) if path not in read and len(read) < _MAX_LINES else None
    if text is None:
        return
    read.append(path)
    for line in text.splitlines()[:_MAX_LINES]:
        words = line.partition("#")[0].partition("!")[0].replace("{", " { ").replace("}", " } ").split()
        if words[:1] == ["include"]:
            folder = path.rpartition("/")[0]
            pattern = words[-1] if words[-1].startswith("/") else f"{folder}/{words[-1]}"
            for included in files.matching(pattern):
                yield from _lines(included, files, read)
        else:
            yield from _pieces(words)


def _pieces(words: list[str]) -> Iterator[list[str]]:
    """The parts of a line that may open and close blocks."""
    piece: list[str] = []
    for word in words:
        if word == "}":
            if piece:
                yield piece
            yield ["}"]
            piece = []
        elif word == "{":
            yield [*piece, "{"]
            piece = []
        else:
            piece.append(word)
    if piece:
        yield piece


application = Application(
    name="keepalived",
    product="keepalived",
    executables=("keepalived",),
    packages=("keepalived",),
    patterns=("/etc/keepalived/*.conf", "/etc/keepalived/*/*.conf"),
    configure=configure,
)
