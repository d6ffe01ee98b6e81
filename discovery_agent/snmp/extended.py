"""What commands that an administrator added to net-snmp's agent say of the machine under it."""

import re
from collections.abc import Iterable

from discovery_agent.snmp.values import said
from discovery_agent.snmp.walk import Walk

_OUTPUT_LINE_1, _OUTPUT_FULL, _OUT_LINE = "3.1.1", "3.1.2", "4.1.2"  # columns of nsExtend
_STANDARD = "1.3.6.1.4.1.8072.1.3.2"
# An `extend` may be given a place of its own. One is in common use: an object for each command below UCD-SNMP-MIB.
_OWN = "1.3.6.1.4.1.2021.7890"
_COMMANDS = ("distro", "hardware", "manufacturer", "serial")
_DISTRIBUTION = re.compile(r"(?P<os>[A-Za-z].*?) v?(?P<version>(?!\d{4}-)\d\S*)")
SUBTREES = (f"{_STANDARD}.{_OUTPUT_LINE_1}", f"{_STANDARD}.{_OUTPUT_FULL}", _OWN)


def extended(walk: Walk, command: str) -> str | None:
    """The first line of what a command says."""
    return next(filter(None, (said(_first_line(walk, oid)) for oid in _places(command))), None)


def distribution(walk: Walk) -> re.Match[str] | None:
    """The distribution and its version."""
    return _DISTRIBUTION.match(extended(walk, "distro") or "")


def _places(command: str) -> Iterable[str]:
    index = ".".join(map(str, (len(command), *command.encode())))
    for start in (_STANDARD, f"{_OWN}.{1 + _COMMANDS.index(command)}"):
        yield f"{start}.{_OUTPUT_LINE_1}.{index}"
        yield f"{start}.{_OUTPUT_FULL}.{index}"
        yield f"{start}.{_OUT_LINE}.{index}.1"


def _first_line(walk: Walk, oid: str) -> bytes | None:
    value = walk.get(oid)
    return value.lstrip().partition(b"\n")[0] if isinstance(value, bytes) else None
