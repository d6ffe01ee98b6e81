"""Who was in the directory and is no longer: of complete enumerations alone, as who was not read is not gone."""

import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

_SURPRISING, _SHARE = 5, 5
_MOST_NAMES = 20


class Known(msgspec.Struct, frozen=True, array_like=True):
    """A person as the directory has them: its own key, which stays when they are renamed or moved, and all names."""

    key: str
    names: tuple[str, ...]
    is_gone: bool = False


def gone(before: Iterable[Known], now: Sequence[Known]) -> Iterator[tuple[Known, tuple[str, ...]]]:
    """Who is there no longer, by those of their names that nobody else has now.

    Who was deleted and made anew has a new key and the old names, and so is not gone.
    """
    keys = {one.key for one in now}
    taken = {name.casefold() for one in now for name in one.names}
    for one in before:
        if one.key not in keys:
            names = tuple(name for name in one.names if name.casefold() not in taken)
            if names:
                yield one, names


def is_surprising(before: Sequence[Known], missing: Collection[Known]) -> bool:
    """Whether more people are missing at once than leave at once: more than a fifth, or all of them.

    Then it is likelier that they are not read any more, as with other rights or another base.
    """
    there = sum(not one.is_gone for one in before)
    newly = sum(not one.is_gone for one in missing)
    return newly > 0 and (newly == there or newly > max(_SURPRISING, there // _SHARE))


def after(before: Iterable[Known], now: Iterable[Known], missing: Iterable[Known]) -> list[Known]:
    """Who is known from now on, also by former names; of those that are missing only who is given here."""
    former = {one.key: one.names for one in before}
    there = [replace(one, names=_united(one.names, former.get(one.key, ()))) for one in now]
    return [*there, *(replace(one, is_gone=True) for one in missing)]


def _united(names: tuple[str, ...], former: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*names, *former)))[:_MOST_NAMES]


def packed(people: Sequence[Known]) -> bytes:
    """People as few bytes: there may be many."""
    return zlib.compress(msgspec.json.encode(people))


def unpacked(content: bytes) -> list[Known]:
    """What `packed` made, or nobody of nothing."""
    return msgspec.json.decode(zlib.decompress(content), type=list[Known]) if content else []
