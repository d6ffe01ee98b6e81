"""Working arguments: the part of a command line that says what a program does and is the same at its next start."""

import re
from functools import lru_cache

MAX_LENGTH = 700
_MAX_ARGUMENT = 160
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_ANY = "*"
_DIGIT = re.compile(r"\d")
_CONTAINER_ID_LENGTH = 64
_TEMPORARY_PLACES = ("/tmp/", "/dev/shm/", "/run/user/")  # noqa: S108 - of other programs
_CONTAINER_ID = re.compile(r"\b[0-9a-f]{64}\b")
_TEMPORARY = re.compile(r"(?<![\w.])(/(?:tmp|var/tmp|dev/shm|run/user)/)([^\s:;,='\"]+)")
_RANDOM_PART = re.compile(r"(?=[A-Za-z0-9]*[0-9A-Z])(?=[A-Za-z0-9]*[a-z0-9])[A-Za-z0-9]{6,}|\d+")
_PID_OPTION = re.compile(r"^(-{1,2}[\w-]*pid[\w-]*=)\d+$", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])\d{1,7}(?![\w.])")
_COUNTER = re.compile(r"^\d+(?:-\d+)?$")
_MOST_REMEMBERED = 8192
_NONE = frozenset[int]()
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def working_arguments(arguments: list[str], ephemeral_ports: list[int], pids: frozenset[int]) -> str:
    """The arguments of a command line (without its program) as one text, without what the next start changes.

    Replaced by `*`: ports out of the ephemeral range, process ids (`pids`), container ids, random temporary names.
    """
    if is_title(arguments):
        return _short(" ".join(_ANY if _COUNTER.match(word) else word for word in arguments[0].split()))
    kept: list[str] = []
    ports = tuple(ephemeral_ports)
    for place, argument in enumerate(arguments[1:]):
        follows_pid = "pid" in arguments[place].lower()
        stable = _stable(argument, ports, pids if follows_pid else _NONE)
        kept.append(stable if len(stable) <= _MAX_ARGUMENT else stable[:_MAX_ARGUMENT] + _ELLIPSIS)
    return _short(" ".join(kept))


def is_title(arguments: list[str]) -> bool:
    """Whether a program has written a title over its command line (setproctitle)."""
    return len(arguments) == 1 and " " in arguments[0].strip()


@lru_cache(maxsize=_MOST_REMEMBERED)
def _stable(argument: str, ephemeral_ports: tuple[int, ...], pids: frozenset[int]) -> str:
    """Each expression only where it can match: most arguments are short and have no digits.

    Secrets are masked by now, and the machines of a network run the same programs.
    """
    stable = argument
    if len(stable) >= _CONTAINER_ID_LENGTH:
        stable = _CONTAINER_ID.sub(_ANY, stable)
    if "/" in stable and any(place in stable for place in _TEMPORARY_PLACES):
        stable = _TEMPORARY.sub(lambda match: match[1] + _RANDOM_PART.sub(_ANY, match[2]), stable)
    if _DIGIT.search(stable) is None:
        return stable
    return _without_numbers(_PID_OPTION.sub(rf"\g<1>{_ANY}", stable), ephemeral_ports, pids)


def _without_numbers(text: str, ephemeral_ports: tuple[int, ...], pids: frozenset[int]) -> str:
    low, high = ephemeral_ports

    def replaced(match: re.Match[str]) -> str:
        number = int(match[0])
        return _ANY if low <= number <= high or number in pids else match[0]

    return _NUMBER.sub(replaced, text)


def _short(text: str) -> str:
    plain = _CONTROL.sub(" ", text).strip()
    return plain if len(plain) <= MAX_LENGTH else plain[:MAX_LENGTH] + _ELLIPSIS
