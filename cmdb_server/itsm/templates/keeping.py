"""Templates in the graph, and how changes from them went."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import record_templates as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.origin import Origin
from cmdb_server.itsm.record import Record, Task
from cmdb_server.itsm.rule_book import RuleBook
from cmdb_server.itsm.templates.standing import Ran, StandardRule, Standing, departs, standing_of
from cmdb_server.itsm.templates.template import Approval, PlannedTask, Template, Wanted, digest_of, stored, template_of
from cmdb_server.itsm.workflow import RecordRefusedError
from cmdb_server.timestamps import rfc3339

_PREFIX, _LOCK, _KEY = "tpl_", "record_templates", "standard_changes"
_MOST, _MOST_COUNTED = 500, 100
_DAY = 24 * 60 * 60 * 1_000_000
_VALUES = msgspec.json.Decoder(dict[str, str])


class TemplateError(CmdbError):
    """A template that cannot be kept, or is not there."""

    def __init__(self, field: str, value: str, message: str, remedy: str, status: int = 422) -> None:
        """Names the field, its value and what to do."""
        error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", status, "template_refused", (error,))


class Templates:
    """Reads and changes templates; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._clock = store, clock
        self._book = RuleBook(store, _KEY, StandardRule(), clock)

    def all(self, kind: str = "") -> list[Template]:
        """Every template of a record type ("": of any) by name."""
        found = map(template_of, self._store.read_at_once(queries.TEMPLATES)[0]["properties"])
        wanted = (one for one in found if kind in ("", one.wanted.type))
        return sorted(wanted, key=lambda one: (one.wanted.type, one.wanted.name.casefold(), one.uid))

    def one(self, name: str) -> Template:
        """A template by its uid, or by its name where one has it only. Raises TemplateError."""
        found = [one for one in self.all() if name == one.uid or name.casefold() == one.wanted.name.casefold()]
        if len(found) != 1:
            remedy = "`cmdb templates list` shows those there are" if not found else "give its id"
            message = "is no template" if not found else "is the name of several templates"
            raise TemplateError("template", name, message, remedy, 404 if not found else 409)
        return found[0]

    def create(self, wanted: Wanted, who: str) -> Template:
        """Keep a template, whose values were checked. Raises TemplateError."""
        made = Template(_PREFIX + secrets.token_hex(8), wanted, who, self._clock())

        def create(tx: Transaction) -> Template:
            _check_name(tx, wanted, "")
            tx.run(queries.CREATE_TEMPLATE, uid=made.uid, properties=stored(made))
            return made

        return self._store.transact((_LOCK,), create)

    def change(self, uid: str, wanted: Wanted, who: str, revision: int | None) -> Template:
        """Let a template be another one; what was approved of it is so no longer. Raises TemplateError."""

        def change(found: Template, tx: Transaction) -> Template:
            if wanted.type != found.wanted.type:
                raise TemplateError("type", wanted.type, "is another one", "make a template of that type", 409)
            _check_name(tx, wanted, uid)
            return replace(found, wanted=wanted, changed_by=who)

        return self._changed(uid, revision, change)

    def approve(self, uid: str, who: str, reason: str) -> Template:
        """Let changes from a template be standard ones, counted from now on. Raises TemplateError."""

        def approve(found: Template, _: Transaction) -> Template:
            if found.wanted.type != "change":
                raise TemplateError("type", found.wanted.type, "is not approved", "approve templates of changes", 409)
            return replace(found, approval=Approval(who, self._clock(), reason.strip(), digest_of(found.wanted)))

        return self._changed(uid, None, approve)

    def withdraw(self, uid: str) -> Template:
        """Let changes from a template be normal ones. Raises TemplateError."""
        return self._changed(uid, None, lambda found, _: replace(found, approval=None))

    def remove(self, uid: str) -> None:
        """Forget a template; records that were opened from it stay. Raises TemplateError."""

        def remove(tx: Transaction) -> None:
            _locked(tx, uid)
            tx.run(queries.CHANGE_TEMPLATE, uid=uid, properties={"status": "removed"})

        self._store.transact((_LOCK,), remove)

    def rule(self) -> StandardRule:
        """When a standard change is one no longer."""
        return self._book.current()

    def save_rule(self, wanted: StandardRule, who: str, version: int | None) -> StandardRule:
        """Let another rule hold. Raises TemplateError."""
        if not 1 <= wanted.failures <= wanted.of_last <= _MOST_COUNTED:
            remedy = f"give 1 to {_MOST_COUNTED}, and no more failures than changes that are looked at"
            raise TemplateError("failures", f"{wanted.failures} of {wanted.of_last}", "makes no rule", remedy)

        def changed(now: int) -> CmdbError:
            return TemplateError("version", str(version), f"is not that of now ({now})", "read the rule again", 412)

        return self._book.save(wanted, who, version, changed)

    def standings(self, templates: Collection[Template]) -> dict[str, Standing]:
        """How templates stand, by uid."""
        changes = [one.uid for one in templates if one.wanted.type == "change"]
        rule, ran = self.rule(), self._ran(changes)
        return {
            one.uid: standing_of(one, ran.get(one.uid, ()), rule, one.approval.at if one.approval else 0)
            for one in templates
        }

    def begun(
        self, template: Template, kind: RecordType, said: tuple[Mapping[str, str], Sequence[str]]
    ) -> tuple[Wanted, Origin]:
        """What a record of a type is opened with from a template, and what follows from the template itself.

        What is `said` counts before it. What not everybody sets who opens a record was checked when the template was
        kept. Raises TemplateError for a template of another type, RecordRefusedError where what it needs is not said.
        """
        (values, affects), wanted = said, template.wanted
        if kind.name != wanted.type:
            raise TemplateError("template", wanted.name, f"is one of the type {wanted.type}", "choose another one")
        is_standard = kind.name == "change" and self.standings([template])[template.uid].is_standard
        known = {**wanted.values, **({"change_type": "standard"} if is_standard else {})}
        set_by_all = {name for name in known if kind.field_of[name].on_opening}
        given = {**{name: known[name] for name in known if name in set_by_all}, **values}
        _check_needs(wanted, kind, {**known, **values})
        follows = {name: value for name, value in known.items() if name not in {*set_by_all, *values}}
        uids = tuple(dict.fromkeys((*wanted.affects, *affects)))
        tasks = [_task(turn, task, self._clock()) for turn, task in enumerate(wanted.tasks, 1)]
        origin = Origin({**follows, "template": template.uid}, tasks)
        return replace(wanted, values=given, affects=uids), origin

    def why_not_standard(self, record: Record) -> str | None:
        """Why a change that is called standard needs approval, "" where it needs none; None for any other."""
        if record.value("change_type") != "standard":
            return None
        uid = record.value("template")
        found = [one for one in self.all("change") if one.uid == uid]
        if not found:
            return "it was opened from no template that there is"
        return self.standings(found)[uid].why or departs(found[0], record)

    def _ran(self, uids: Sequence[str]) -> Mapping[str, list[Ran]]:
        rows = self._store.read_at_once(queries.OPENED_FROM, uids=list(uids))[0] if uids else {}
        found: dict[str, list[Ran]] = {uid: [] for uid in uids}
        columns = (rows.get(name, ()) for name in ("template", "number", "values"))
        for uid, number, text in zip(*columns, strict=True):
            values = _VALUES.decode(text)
            if values.get("outcome") and values.get("actual_end"):
                found[uid].append(Ran(number, values["outcome"], values["actual_end"]))
        return found

    def _changed(self, uid: str, revision: int | None, change: Callable[[Template, Transaction], Template]) -> Template:
        def write(tx: Transaction) -> Template:
            found = _locked(tx, uid)
            if revision is not None and revision != found.revision:
                raise TemplateError("revision", str(revision), "is not that of now", "read it again", 412)
            after = replace(change(found, tx), revision=found.revision + 1, changed_at=self._clock())
            tx.run(queries.CHANGE_TEMPLATE, uid=uid, properties=stored(after))
            return after

        return self._store.transact((_LOCK,), write)


def _check_needs(wanted: Wanted, kind: RecordType, given: Mapping[str, str]) -> None:
    """What nobody who opens a record may set any more, as that of a field that was retired, is not asked for."""
    fields = [kind.field_of[name] for name in wanted.needs if name in kind.field_of]
    missing = [field for field in fields if field.on_opening and not given.get(field.name, "").strip()]
    if missing:
        remedy = f"say it: {wanted.name} needs it"
        raise RecordRefusedError([FieldError(field.name, "", "is missing", remedy) for field in missing])


def _second(at: int) -> str:
    """A time as people give it: in whole seconds."""
    return rfc3339(at // 1_000_000 * 1_000_000)


def _task(number: int, planned: PlannedTask, now: int) -> Task:
    """A task that a record from a template begins with."""
    due = "" if planned.due_days is None else _second(now + planned.due_days * _DAY)
    return Task(number, planned.title, assignee=planned.assignee, team=planned.team, due=due, holds=planned.holds)


def _locked(tx: Transaction, uid: str) -> Template:
    rows = tx.run(queries.TEMPLATE, uid=uid)
    if not rows or rows[0]["properties"]["status"] != "active":
        raise TemplateError("template", uid, "is no template", "`cmdb templates list` shows those there are", 404)
    return template_of(rows[0]["properties"])


def _check_name(tx: Transaction, wanted: Wanted, uid: str) -> None:
    known = [one for one in tx.run(queries.TEMPLATES)[0]["properties"] if one["uid"] != uid]
    if not wanted.name.strip():
        raise TemplateError("name", "", "is missing", "say what it is for")
    if any(one["name"].casefold() == wanted.name.strip().casefold() for one in known):
        raise TemplateError("name", wanted.name, "is the name of another template", "choose another one", 409)
    if not uid and len(known) >= _MOST:
        raise TemplateError("name", wanted.name, f"would be one more than {_MOST} templates", "remove one first", 409)
