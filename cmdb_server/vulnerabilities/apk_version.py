"""Versions of Alpine's packages, in the order of apk(5): univers takes neither two-digit revisions nor `_git`.

1.2.3b_rc1-r10: numbers, a letter, suffixes before or after the version they stand at, the packager's revision.
"""

import re
from dataclasses import dataclass
from functools import total_ordering

_VERSION = re.compile(
    r"(?P<numbers>\d+(?:\.\d+)*)(?P<letter>[a-z]?)(?P<suffixes>(?:_[a-z]+\d*)*)(?:~[0-9a-f]+)?(?:-r(?P<revision>\d+))?\Z"
)
_SUFFIX = re.compile(r"_([a-z]+)(\d*)")
_RANKS = {"alpha": -4, "beta": -3, "pre": -2, "rc": -1, "cvs": 1, "svn": 2, "git": 3, "hg": 4, "p": 5}
_END = (0, 0)


@total_ordering
@dataclass(frozen=True)
class ApkVersion:
    """A version. Raises ValueError for a text that is none."""

    text: str

    def __post_init__(self) -> None:
        if _key(self.text) is None:
            message = f"{self.text!r} is no version of apk"
            raise ValueError(message)

    def __lt__(self, other: "ApkVersion") -> bool:
        mine, theirs = _key(self.text), _key(other.text)
        return mine is not None and theirs is not None and mine < theirs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApkVersion) and _key(self.text) == _key(other.text)

    def __hash__(self) -> int:
        return hash(_key(self.text))


_Key = tuple[tuple[int, ...], str, tuple[tuple[int, int], ...], int]


def _key(text: str) -> _Key | None:
    found = _VERSION.match(text)
    if found is None:
        return None
    suffixes = [(_RANKS.get(name, 0), int(number or 0)) for name, number in _SUFFIX.findall(found["suffixes"])]
    numbers = tuple(map(int, found["numbers"].split(".")))
    return numbers, found["letter"], (*suffixes, _END), int(found["revision"] or 0)
