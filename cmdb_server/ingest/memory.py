"""What devices were known by before: an identifier that one record has now and another once had is worth a question.

Kept per record as the union of all that it ever said, so that the order in which its reports arrive does not matter.
What many records said in turn (a dock that travels) tells nothing of any of them and is not followed.
"""

from collections.abc import Collection, Iterable, Mapping

from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.items import Item
from cmdb_server.ingest.keys import Key, is_device, keys_of, names_ci
from cmdb_server.ingest.scoring import MOST_SAYERS, is_remembered, rules_of
from graph_schema import Registry

_UNKNOWN_STEM = ""  # which is not kept: what is said is compared with what was said


def remember(tx: Transaction, registry: Registry, origin: tuple[str, str], items: Iterable[Item]) -> set[str]:
    """Note what devices say of themselves; the records (ref keys) of which more is known now than before.

    `origin` is the source that says it and its network scope. What a person says of a CI is no trace of its past.
    """
    source, scope = origin
    by_source = (item for item in items if not names_ci(source, item.ref))
    said = {stored.ref_key(source, item.ref): _told(registry, item, scope) for item in by_source}
    said = {ref_key: keys for ref_key, keys in said.items() if keys}
    known = recall(tx, said)
    new = {ref_key: keys - known.get(ref_key, set()) for ref_key, keys in said.items()}
    new = {ref_key: keys for ref_key, keys in new.items() if keys}
    if not new:
        return set()
    after = [sorted(map(_encoded, known.get(ref_key, set()) | keys)) for ref_key, keys in new.items()]
    tx.later(queries.REMEMBER, ref_keys=list(new), identifiers=after)
    return set(new) | _note_sayers(tx, new)


def forget(tx: Transaction, ref_keys: Collection[str]) -> None:
    """Forget what records said of which nothing is left."""
    kept = stored.read_said_of_refs(tx, ref_keys)
    left = {stored.ref_key(said.source, said.ref) for entries in kept.values() for said in entries.values()}
    if gone := set(ref_keys) - left:
        tx.later(queries.FORGET, ref_keys=sorted(gone))


def recall(tx: Transaction, ref_keys: Collection[str]) -> dict[str, set[Key]]:
    """All that some records ever said."""
    if not ref_keys:
        return {}
    row = tx.run(queries.EVER_SAID, ref_keys=sorted(ref_keys))[0]
    return {
        ref_key: set(map(_decoded, identifiers))
        for ref_key, identifiers in zip(row["ref_key"], row["identifiers"], strict=True)
    }


def recall_telling(tx: Transaction, ref_keys: Collection[str]) -> dict[str, set[Key]]:
    """What some records ever said, without what many said in turn."""
    ever = recall(tx, ref_keys)
    row = tx.run(queries.SAYERS, keys=sorted({key.text for keys in ever.values() for key in keys}))[0]
    travelling = {text for text, by in zip(row["key"], row["said_by"], strict=True) if len(by) > MOST_SAYERS}
    return {ref_key: {key for key in keys if key.text not in travelling} for ref_key, keys in ever.items()}


def _told(registry: Registry, item: Item, scope: str) -> set[Key]:
    spec = registry.classes.get(item.ci_class or "")
    if spec is None or not is_device(spec):
        return set()
    rules = rules_of([spec])
    keys = keys_of(spec, item.attributes, scope, item.identifiers)
    return {Key(key.rule, key.text, _UNKNOWN_STEM) for key in keys if is_remembered(rules[key.rule])}


def _note_sayers(tx: Transaction, new: Mapping[str, set[Key]]) -> set[str]:
    """Note who said an identifier; the records that said one which by now too many said."""
    refs: dict[str, set[str]] = {}
    for ref_key, keys in new.items():
        for key in keys:
            refs.setdefault(key.text, set()).add(ref_key)
    row = tx.run(queries.SAYERS, keys=sorted(refs))[0]
    before = {text: set(said_by) for text, said_by in zip(row["key"], row["said_by"], strict=True)}
    after = {text: before.get(text, set()) | more for text, more in refs.items()}
    changed = sorted(text for text in after if len(before.get(text, ())) <= MOST_SAYERS)
    if changed:
        tx.later(queries.NOTE_SAYERS, keys=changed, said_by=[sorted(after[text]) for text in changed])
    crossed = (text for text in changed if len(after[text]) > MOST_SAYERS)
    return {ref_key for text in crossed for ref_key in after[text]}


def _encoded(key: Key) -> str:
    return f"{key.rule} {key.text}"


def _decoded(text: str) -> Key:
    rule, _, value = text.partition(" ")
    return Key(rule, value, _UNKNOWN_STEM)
