"""Named questions: everybody sees their own and the shared ones; only the owner or an administrator changes one."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.filter_language.query import parse
from cmdb_server.graph_store.queries import saved_queries as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ownership import Asker, check_change, check_sharing, sees
from cmdb_server.saved_queries.views import check_page, view_of
from graph_schema import Registry

PREFIX = "qr_"
_KIND = "query"


@dataclass(frozen=True)
class SavedQuery:
    """A named question; times in microseconds. `revision` rises with every change.

    With a `page` it is a view of that one's list, and `query` what its address says; a `team` sees it beside its owner.
    """

    query_id: str
    name: str
    query: str
    is_shared: bool
    owner: str
    revision: int
    created_at: int
    updated_at: int
    page: str = ""
    team: str = ""


@dataclass(frozen=True)
class Wanted:
    """A question to keep, or with a `page` a view of it."""

    name: str
    query: str
    is_shared: bool = False
    page: str = ""
    team: str = ""


class NotYourTeamError(CmdbError):
    """Sharing with a team that one is not in."""

    def __init__(self, team: str, teams: Sequence[str]) -> None:
        """403, naming the teams one is in."""
        remedy = f"give one of {', '.join(teams)}" if teams else "keep it private, or share it with all"
        error = FieldError("team", team[:100], "is no team that you may share with", remedy)
        super().__init__(f"team {error.value!r} {error.message}; {remedy}", 403, "forbidden", (error,))


class NameTakenError(CmdbError):
    """Two questions of one person would have the same name."""

    def __init__(self, name: str) -> None:
        """The name."""
        remedy = "choose another name, or change the query that has it"
        error = FieldError("name", name[:100], "is the name of another query of yours", remedy)
        super().__init__(f"name {error.message}; {remedy}", 409, "name_taken", (error,))


class SavedQueries:
    """Lists, makes, changes and deletes named questions."""

    def __init__(self, store: GraphStore, registry: Registry, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._registry = registry
        self._clock = clock

    def seen_by(self, who: Asker, page: str = "") -> list[SavedQuery]:
        """The questions that somebody sees, or the views of a page, by name. Raises NoViewError."""
        check_page(page)
        found = self._store.read(_all)
        seen = (query for query in found if query.page == page and _is_seen(who, query))
        return sorted(seen, key=lambda query: (query.name.casefold(), query.query_id))

    def one(self, query_id: str, who: Asker) -> SavedQuery | None:
        """A question that somebody sees, None where there is no such one."""
        rows = self._store.read(lambda tx: tx.run(queries.SAVED_QUERY, uid=query_id))
        return _seen(rows, who)

    def kept(self, query_id: str) -> SavedQuery | None:
        """A question or view whoever sees it, None where there is no such one (any more)."""
        rows = self._store.read(lambda tx: tx.run(queries.SAVED_QUERY, uid=query_id))
        return _query(rows[0]["properties"]) if rows else None

    def create(self, wanted: Wanted, who: Asker) -> SavedQuery:
        """Keep a question or view. Raises QueryError or NoViewError for what is none, NameTakenError, NotYoursError."""
        _check_seen_by(wanted.is_shared, wanted.team, who)
        now = self._clock()
        spelt = self._spelt(wanted.page, wanted.query)
        uid, name = PREFIX + secrets.token_hex(8), wanted.name.strip()
        made = SavedQuery(uid, name, spelt, wanted.is_shared, who.name, 1, now, now, wanted.page, wanted.team)

        def write(tx: Transaction) -> None:
            _check_name(_all(tx), made)
            tx.run(queries.CREATE_SAVED_QUERY, uid=made.query_id, properties=_stored(made))

        self._store.write(write)
        return made

    def change(self, query_id: str, who: Asker, revision: int | None, changes: dict[str, Any]) -> SavedQuery | None:
        """Change `name`, `query`, `is_shared` or `team`; None where there is no such question.

        Raises what `create` raises, and ChangedMeanwhileError when `revision` is no longer the current one.
        """

        def write(tx: Transaction) -> SavedQuery | None:
            before = _locked(tx, query_id, who, revision)
            if before is None:
                return None
            after = replace(before, **changes, revision=before.revision + 1, updated_at=self._clock())
            if after.query != before.query:
                after = replace(after, query=self._spelt(after.page, after.query))
            is_wider, other_team = after.is_shared and not before.is_shared, after.team != before.team
            _check_seen_by(is_wider, after.team if other_team else "", who)
            _check_name(_all(tx), after)
            tx.run(queries.CHANGE_SAVED_QUERY, uid=query_id, properties=_stored(after))
            return after

        return self._store.write(write)

    def delete(self, query_id: str, who: Asker, revision: int | None) -> bool:
        """Delete a question; False where there is none. Raises NotYoursError, ChangedMeanwhileError."""

        def write(tx: Transaction) -> bool:
            found = _locked(tx, query_id, who, revision)
            if found is not None:
                tx.run(queries.CHANGE_SAVED_QUERY, uid=query_id, properties={"status": "deleted"})
            return found is not None

        return self._store.write(write)

    def _spelt(self, page: str, text: str) -> str:
        return view_of(page, text) if page else str(parse(text, self._registry))


def _is_seen(who: Asker, query: SavedQuery) -> bool:
    return sees(who, query) or (query.team != "" and query.team in who.teams)


def _check_seen_by(is_shared: bool, team: str, who: Asker) -> None:  # noqa: FBT001 - as it is asked for
    if is_shared:
        check_sharing(_KIND, who)
    if team and team not in who.shares_with:
        raise NotYourTeamError(team, who.shares_with)


def _all(tx: Transaction) -> list[SavedQuery]:
    return [_query(properties) for properties in tx.run(queries.SAVED_QUERIES)[0]["properties"]]


def _locked(tx: Transaction, query_id: str, who: Asker, revision: int | None) -> SavedQuery | None:
    found = _seen(tx.run(queries.LOCK_SAVED_QUERY, uid=query_id, token=secrets.token_hex(4)), who)
    if found is not None:
        check_change(_KIND, found, who, revision)
    return found


def _seen(rows: list[dict[str, Any]], who: Asker) -> SavedQuery | None:
    found = _query(rows[0]["properties"]) if rows else None
    return found if found and _is_seen(who, found) else None


def _check_name(stored: list[SavedQuery], wanted: SavedQuery) -> None:
    for other in stored:
        is_other = other.query_id != wanted.query_id and other.owner == wanted.owner
        is_other = is_other and other.page == wanted.page
        if is_other and other.name.casefold() == wanted.name.casefold():
            raise NameTakenError(wanted.name)


def _query(stored: dict[str, Any]) -> SavedQuery:
    names = ("name", "query", "is_shared", "owner", "revision", "created_at", "updated_at")
    # What was kept before there were views of pages has neither.
    place: dict[str, Any] = {name: stored.get(name) or "" for name in ("page", "team")}
    return SavedQuery(stored["uid"], **{name: stored[name] for name in names}, **place)


def _stored(query: SavedQuery) -> dict[str, Any]:
    kept = {name: value for name, value in vars(query).items() if name != "query_id"}
    return {**kept, "status": "active"}
