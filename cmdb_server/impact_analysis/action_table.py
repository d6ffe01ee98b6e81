"""The table of actions as an administrator has it: what enters a question by an action, and for how long."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import rules as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.snapshot import View
from impact import EFFECTS, Effect, State

KEY = "impact_actions"
MOST_EFFECTS = 500
_LOCK = "rules:impact_actions"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}\Z")
_STATES = (State.DOWN, State.DEGRADED)
_LONGEST_SECONDS = 366 * 86_400


@dataclass(frozen=True)
class ActionTable:
    """The effects in force; `version` 0 is the table that comes with the program. `saved_at` in microseconds."""

    effects: tuple[Effect, ...] = EFFECTS
    version: int = 0
    saved_at: int = 0
    saved_by: str = ""
    reason: str = ""

    @property
    def is_built_in(self) -> bool:
        """Whether it is the one that comes with the program."""
        return self.effects == EFFECTS


class ActionsRefusedError(CmdbError):
    """A table of actions that makes no sense."""

    def __init__(self, error: FieldError) -> None:
        """422, with the field that is wrong."""
        message = f"{error.field} {error.value!r}: {error.message}; {error.remedy}"
        super().__init__(message, 422, "actions_refused", (error,))


class ActionsChangedError(CmdbError):
    """Somebody else has saved another table."""

    def __init__(self, version: int) -> None:
        """412, naming the present version."""
        super().__init__(
            f"the actions were changed meanwhile (version {version}); read them again", 412, "actions_changed"
        )


class ActionTables:
    """Reads and saves the table; it is read again with every question, so that all servers hold to the same."""

    def __init__(self, store: GraphStore, view: View, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._view, self._clock = store, view, clock

    @property
    def relationships(self) -> tuple[str, ...]:
        """The relationship types that effects may follow."""
        return self._view.types

    def current(self) -> ActionTable:
        """The table in force."""
        return self._store.read(_read)

    def save(self, effects: Sequence[Effect], signed: tuple[str, str], version: int | None) -> ActionTable:
        """Let another table hold; an empty one is that of the program again.

        `signed` are actor and reason, `version` is that of the table that was edited. Raises ActionsRefusedError,
        ActionsChangedError.
        """
        check_effects(self._view, effects)
        return self._store.transact([_LOCK], lambda tx: self._save(tx, tuple(effects), signed, version))

    def _save(
        self, tx: Transaction, effects: tuple[Effect, ...], signed: tuple[str, str], version: int | None
    ) -> ActionTable:
        found = _read(tx)
        if version is not None and version != found.version:
            raise ActionsChangedError(found.version)
        made = ActionTable(effects or EFFECTS, found.version + 1, self._clock(), *signed)
        properties: dict[str, Any] = {
            "rules": json.dumps([_stored(effect) for effect in effects]),
            "version": made.version,
            "saved_at": made.saved_at,
            "saved_by": made.saved_by,
            "reason": made.reason,
        }
        tx.run(queries.SAVE_RULE_BOOK, key=KEY, properties=properties)
        return made


def check_effects(view: View, effects: Sequence[Effect]) -> None:
    """Refuse what cannot be meant. Raises ActionsRefusedError."""
    known: set[tuple[str, str, str, str]] = set()
    for turn, effect in enumerate(effects):
        field = f"effects[{turn}]"
        _check_words(view, effect, field)
        _check_place(view, effect, field)
        same = (effect.action, effect.ci_class, effect.on, effect.relationship)
        if same in known:
            words = f"{effect.action} on {effect.ci_class}"
            _refuse(field, words, "stands twice", "keep one of them")
        known.add(same)


def _check_words(view: View, effect: Effect, field: str) -> None:
    if not _NAME.match(effect.action):
        _refuse(f"{field}.action", effect.action, "is no name of an action", "use letters a-z, digits and _")
    if effect.ci_class not in view.registry.classes:
        _refuse(f"{field}.ci_class", effect.ci_class, "is no class of CIs", "use one that /reference lists, or ci")
    if effect.state not in _STATES:
        _refuse(f"{field}.state", effect.state.word, "cannot be brought about", "use down or degraded")
    lasts = effect.lasts_seconds
    if lasts is not None and not 0 < lasts <= _LONGEST_SECONDS:
        remedy = f"give 1 to {_LONGEST_SECONDS}, or nothing for what lasts until somebody undoes it"
        _refuse(f"{field}.lasts_seconds", str(lasts), "is no duration", remedy)


def _check_place(view: View, effect: Effect, field: str) -> None:
    if effect.on == "itself":
        if effect.relationship or effect.repeats:
            _refuse(field, effect.relationship, "falls on the CI itself", "leave out relationship and repeats")
        return
    if effect.relationship not in view.types:
        remedy = f"use one of {', '.join(view.types)}"
        _refuse(f"{field}.relationship", effect.relationship, "is no relationship type that questions know", remedy)


def _refuse(field: str, value: str, message: str, remedy: str) -> None:
    raise ActionsRefusedError(FieldError(field, value[:100], message, remedy))


def _read(tx: Transaction) -> ActionTable:
    rows = tx.run(queries.RULE_BOOK, key=KEY)
    if not rows:
        return ActionTable()
    found = rows[0]["properties"]
    effects = tuple(_effect(stored) for stored in json.loads(found["rules"])) or EFFECTS
    return ActionTable(effects, found["version"], found["saved_at"], found["saved_by"], found["reason"])


def _stored(effect: Effect) -> dict[str, Any]:
    return {**asdict(effect), "state": effect.state.word}


def _effect(stored: dict[str, Any]) -> Effect:
    state = State[stored.pop("state").upper()]
    return Effect(state=state, **stored)
