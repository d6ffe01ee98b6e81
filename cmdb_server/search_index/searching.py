"""Find CIs by what is searchable of them: exact first, then the start, then a part, then what is spelt like it."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from cmdb_server.search_index.answers import Matched, SearchHit
from cmdb_server.search_index.bitmaps import Bits, Membership, bits_of
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.entries import fold
from cmdb_server.search_index.tables import phrase
from graph_schema import Registry
from graph_schema.values import Normalise

TRIGRAM = 3
MAX_QUERY_LENGTH = 200
_CANDIDATES = 400
_RESEMBLING = 60
_ALIKE = 0.7
_FAMILIES_FIRST = ("service", "device")


class _Found(NamedTuple):
    """A candidate: how it was found (0 exact, 1 start, 2 part, 3 resembles), in which field, with which value."""

    stage: int
    member: int
    field: str
    value: str


def search(contents: Contents, q: str, limit: int) -> tuple[SearchHit, ...]:
    """The CIs that fit a text best."""
    text = fold(q)[:MAX_QUERY_LENGTH]
    if not text or limit <= 0:
        return ()
    shown = Membership(contents.current())
    best: dict[int, _Found] = {}
    for stage in (_exact, _starting, _holding, _resembling):
        for found in stage(contents, text):
            if found.member in shown and found.member not in best:
                best[found.member] = found
        if len(best) >= limit:
            break
    return _ranked(contents, list(best.values()))[:limit]


def containing(contents: Contents, q: str) -> Bits:
    """All CIs that have every word of a text in what is searchable of them."""
    words = [word for word in fold(q)[:MAX_QUERY_LENGTH].split() if word]
    found = -1
    for word in words:
        if len(word) >= TRIGRAM:
            found &= bits_of(contents.tables.holding(word))
        else:
            found &= bits_of(member for member, _, _ in contents.tables.starting(word, -1))
    exact = bits_of(member for member, _, _ in contents.tables.exact(_spellings(contents.registry, fold(q)), -1))
    return max(found, 0) | exact if words else 0


def _exact(contents: Contents, text: str) -> Iterator[_Found]:
    for member, field, value in contents.tables.exact(_spellings(contents.registry, text), _CANDIDATES):
        yield _Found(0, member, field, value)


def _starting(contents: Contents, text: str) -> Iterator[_Found]:
    for member, field, value in contents.tables.starting(text, _CANDIDATES):
        yield _Found(1, member, field, value)


def _holding(contents: Contents, text: str) -> Iterator[_Found]:
    words = text.split()
    long_words = [word for word in words if len(word) >= TRIGRAM]
    if not long_words:
        return
    ids = contents.tables.matching(" AND ".join(map(phrase, long_words)), _CANDIDATES)
    longest = max(words, key=len)
    held: dict[int, set[str]] = {}
    shown: dict[int, _Found] = {}
    for member, folded, field, value in contents.tables.terms(ids):
        held.setdefault(member, set()).update(word for word in words if word in folded)
        if longest in folded and (member not in shown or len(value) < len(shown[member].value)):
            shown[member] = _Found(2, member, field, value)
    yield from (found for member, found in shown.items() if len(held[member]) == len(set(words)))


def _resembling(contents: Contents, text: str) -> Iterator[_Found]:
    trigrams = dict.fromkeys(text[start : start + TRIGRAM] for start in range(len(text) - TRIGRAM + 1))
    if not trigrams:
        return
    ids = contents.tables.resembling(" OR ".join(map(phrase, trigrams)), _RESEMBLING)
    scored: list[tuple[float, _Found]] = []
    for member, folded, field, value in contents.tables.terms(ids):
        likeness = max(_likeness(text, part) for part in (folded, *folded.split()))
        if likeness >= _ALIKE:
            scored.append((likeness, _Found(3, member, field, value)))
    yield from (found for _, found in sorted(scored, key=lambda entry: -entry[0]))


def _likeness(text: str, other: str) -> float:
    matcher = SequenceMatcher(None, text, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0


def _spellings(registry: Registry, text: str) -> list[str]:
    """The text as it is, and as each kind of searchable value would be stored."""
    found = {text}
    for spec in registry.classes.values():
        for attribute in spec.attributes.values():
            if attribute.options.is_searchable and attribute.value_type is not None:
                found |= _normalised(attribute.value_type.normalise, text)
    return sorted(found)


def _normalised(normalise: Normalise, text: str) -> set[str]:
    try:
        kept = normalise(text)
    except ValueError:
        return set()
    return {fold(kept)} if kept else set()


def _ranked(contents: Contents, found: Iterable[_Found]) -> tuple[SearchHit, ...]:
    by_member = {entry.member: entry for entry in found}
    rows = contents.decoded(list(by_member))
    roots = contents.named({row["root_uid"] for _, _, row in rows})
    hits: list[tuple[tuple[object, ...], SearchHit]] = []
    for member, uid, row in rows:
        entry = by_member[member]
        spec = contents.registry.ci_class(row["ci_class"])
        root = roots.get(row["root_uid"]) if row["root_uid"] != uid else None
        matched = Matched(entry.field, entry.value, entry.stage == 0)
        hit = SearchHit(uid, row["name"], spec.name, spec.label, row["status"], root, matched)
        is_later_family = spec.family not in _FAMILIES_FIRST
        order = (entry.stage, root is not None, is_later_family, len(entry.value), fold(row["name"]), uid)
        hits.append((order, hit))
    return tuple(hit for _, hit in sorted(hits, key=lambda pair: pair[0]))
