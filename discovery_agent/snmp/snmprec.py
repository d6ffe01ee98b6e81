"""Reads recordings in the format of snmpsim: `OID|tag|value` a line, an `x` after the tag for hexadecimal values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from discovery_agent.errors import DiscoveryError
from discovery_agent.snmp.values import Oid, Value
from discovery_agent.snmp.walk import Walk

SUFFIX = ".snmprec"
MAX_VALUE = 65_536
MAX_OBJECTS = 2_000_000
_MAX_OID = 1024
_INTEGERS = frozenset(("2", "65", "66", "67", "70"))
_FIRST_PLAIN, _LAST_PLAIN = 0x20, 0x7E
_OCTETS = frozenset(("4", "68"))
_OBJECT_IDENTIFIER, _IP_ADDRESS, _NULL = "6", "64", "5"
_CONTEXT = re.compile(r"(?P<device>.+)@(?P<context>[^@/]+)\Z")
_DOTTED = re.compile(r"\d{1,10}(?:\.\d{1,10})*\Z")


class RecordingError(DiscoveryError):
    """A recording cannot be read."""


class Recording(NamedTuple):
    """A recorded device. `problems` say what in the file was passed over."""

    source: str
    walk: Walk
    problems: tuple[str, ...]


def device_files(paths: Iterable[Path]) -> list[Path]:
    """The recordings in files and folders, each once, without those that are another context of a device beside them.

    Raises RecordingError for a path that is not there.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(sorted(path.rglob(f"*{SUFFIX}")))
        elif path.exists():
            found[path] = None
        else:
            raise RecordingError(
                f"{path} is neither a file nor a folder; give recordings ({SUFFIX}) or folders of them"
            )
    return [path for path in found if not _is_context(path)]


def read_recording(path: Path) -> Recording:
    """The recording of a device, with its other contexts that lie beside it. Raises RecordingError."""
    values, problems = _values_of(path)
    contexts: dict[str, Walk] = {}
    for other in sorted(path.parent.glob(f"{_escaped(path.stem)}@*{SUFFIX}")):
        match = _CONTEXT.fullmatch(other.stem)
        if match and match["device"] == path.stem:
            contexts[match["context"]] = Walk(_values_of(other)[0])
    return Recording(str(path), Walk(values, contexts), tuple(problems))


def parse(lines: Iterable[bytes]) -> tuple[dict[str, Value], list[str]]:
    """The values of a recording's lines, and what is wrong with lines that hold none."""
    values: dict[str, Value] = {}
    broken: list[int] = []
    shortened = 0
    for at, line in enumerate(lines, 1):
        stripped = line.rstrip(b"\r\n")
        if not stripped or stripped.startswith(b"#"):
            continue
        if len(values) >= MAX_OBJECTS:
            return values, [*_problems(broken, shortened), f"only the first {MAX_OBJECTS:,} objects were read"]
        entry = _entry(stripped)
        if entry is None:
            broken.append(at)
            continue
        oid, value = entry
        shortened += isinstance(value, bytes) and len(value) > MAX_VALUE
        if value is not None:
            values[oid] = value[:MAX_VALUE] if isinstance(value, bytes) else value
    return values, _problems(broken, shortened)


def lines_of(values: Mapping[str, Value]) -> Iterator[str]:
    """A recording of values, in the order of their objects. Counters are told from other numbers by their size only."""
    for oid in sorted(values, key=lambda name: tuple(map(int, name.split(".")))):
        value = values[oid]
        if isinstance(value, Oid):
            yield f"{oid}|6|{value}"
        elif isinstance(value, bytes):
            is_plain = all(_FIRST_PLAIN <= byte <= _LAST_PLAIN for byte in value)
            yield f"{oid}|4|{value.decode('ascii')}" if is_plain else f"{oid}|4x|{value.hex()}"
        else:
            yield f"{oid}|{_integer_tag(value)}|{value}"


def _integer_tag(value: int) -> int:
    if -(2**31) <= value < 2**31:
        return 2
    return 66 if 0 <= value < 2**32 else 70


def _problems(broken: list[int], shortened: int) -> list[str]:
    found: list[str] = []
    if broken:
        shown = ", ".join(map(str, broken[:5])) + (", …" if broken[5:] else "")
        found.append(f"{len(broken)} lines are no OID|tag|value (line {shown})")
    if shortened:
        found.append(f"{shortened} values longer than {MAX_VALUE:,} bytes were shortened")
    return found


def _entry(line: bytes) -> tuple[str, Value | None] | None:
    name, _, rest = line.partition(b"|")
    tag, separator, raw = rest.partition(b"|")
    oid = name[: _MAX_OID + 1].decode("ascii", "replace").strip().lstrip(".")
    if not separator or len(oid) > _MAX_OID or not _DOTTED.match(oid):
        return None
    kind = tag.decode("ascii", "replace").strip().partition(":")[0]  # snmpsim adds the name of a variation module
    value = _value(kind.rstrip("x"), _bytes_of(raw, is_hexadecimal=kind.endswith("x")))
    return (oid, value) if value is not None or kind == _NULL else None


def _bytes_of(raw: bytes, *, is_hexadecimal: bool) -> bytes | None:
    if not is_hexadecimal:
        return raw
    try:
        return bytes.fromhex(raw.decode("ascii").strip())
    except ValueError:
        return None


def _value(tag: str, raw: bytes | None) -> Value | None:
    if raw is None:
        return None
    if tag in _OCTETS:
        return raw
    if tag in _INTEGERS:
        return _integer(raw)
    if tag == _OBJECT_IDENTIFIER:
        dotted = raw[:_MAX_OID].decode("ascii", "replace").strip().lstrip(".")
        return Oid(dotted) if _DOTTED.match(dotted) else raw
    if tag == _IP_ADDRESS:
        return _ip_address(raw)
    return None


def _integer(raw: bytes) -> Value:
    shown = raw[:32].decode("ascii", "replace").strip()
    return int(shown) if re.fullmatch(r"[+-]?\d{1,20}", shown) else raw


def _ip_address(raw: bytes) -> bytes:
    """The four bytes of an address, which recordings hold as text or as they are."""
    parts = raw.split(b".")
    if len(parts) == 4 and all(part.isdigit() and len(part) <= 3 and int(part) < 256 for part in parts):  # noqa: PLR2004 - an IPv4 address has four bytes
        return bytes(map(int, parts))
    return raw


def _values_of(path: Path) -> tuple[dict[str, Value], list[str]]:
    try:
        with path.open("rb") as lines:
            return parse(iter(lambda: lines.readline(4 * MAX_VALUE), b""))
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror or error}") from error


def _is_context(path: Path) -> bool:
    match = _CONTEXT.fullmatch(path.stem)
    return bool(match) and path.with_name(f"{match['device']}{SUFFIX}").exists()


def _escaped(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)
