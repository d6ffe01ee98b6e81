"""What people say of the names of software: one set of rules with a version, which win over all others."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.rule_book import RuleBook, Versioned
from cmdb_server.software.naming import PersonsRule
from cmdb_server.software.packs import load_packs
from cmdb_server.software.suites import circle

MOST = 5_000
_KEY = "software_names"


class NamingRules(Versioned, frozen=True, kw_only=True):
    """The rules, the first that fits counts."""

    rules: tuple[PersonsRule, ...] = ()


class RuleRefusedError(CmdbError):
    """A rule that cannot be."""

    def __init__(self, field: str, value: str, message: str, remedy: str) -> None:
        """422, with the field that is wrong."""
        error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", 422, "rule_refused", (error,))


class NoRuleError(CmdbError):
    """There is no such rule."""

    def __init__(self, uid: str) -> None:
        """404."""
        super().__init__(
            f"there is no rule {uid[:100]!r}; `cmdb software rules` shows those there are", 404, "not_found"
        )


class SoftwareRules:
    """Keeps the rules; safe on several servers."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._book = RuleBook(store, _KEY, NamingRules(), clock)
        self._store, self._audit = store, audit

    def current(self) -> NamingRules:
        """The rules in force."""
        return self._book.current()

    def add(self, rule: PersonsRule, actor: Actor) -> PersonsRule:
        """Let a rule hold, before those there are. Raises RuleRefusedError, and a conflict where others were saved."""
        check(rule)
        made = replace(_tidy(rule), uid="sr_" + secrets.token_hex(6))
        held = self.current()
        if way := circle(made, held.rules, load_packs()):
            remedy = f"take back the rule that makes {way[-2]} a part of {way[-1]}, or name another suite"
            message = f"would be a part of itself ({' is part of '.join(way)})"
            raise RuleRefusedError("suite", made.suite, message, remedy)
        if len(held.rules) >= MOST:
            raise RuleRefusedError("name", rule.name, f"would be rule {MOST + 1}", "take rules back that nobody needs")
        self._save((made, *held.rules), held.version, actor)
        self._note(actor, "add", made)
        return made

    def take_back(self, uid: str, actor: Actor) -> None:
        """Let a rule hold no longer. Raises NoRuleError."""
        held = self.current()
        found = next((rule for rule in held.rules if rule.uid == uid), None)
        if found is None:
            raise NoRuleError(uid)
        self._save([rule for rule in held.rules if rule.uid != uid], held.version, actor)
        self._note(actor, "take_back", found)

    def _save(self, rules: Sequence[PersonsRule], version: int, actor: Actor) -> None:
        def changed(now: int) -> CmdbError:
            message = f"the rules were changed meanwhile (version {now}, yours was {version}); look again and repeat"
            return CmdbError(message, 409, "changed_meanwhile")

        self._book.save(NamingRules(rules=tuple(rules)), actor.name, version, changed)

    def _note(self, actor: Actor, action: str, rule: PersonsRule) -> None:
        told = {name: value for name, value in vars(rule).items() if name != "uid"}
        self._store.write(lambda tx: self._audit.note(tx, actor, f"software_rules.{action}", rule.uid, **told))


def check(rule: PersonsRule) -> None:
    """Raise RuleRefusedError for a rule that says nothing, or that is of everything."""
    if not rule.name.strip("* ?") and not rule.of.strip("* ?"):
        remedy = "give a part of the name that sources tell, with * for what varies"
        raise RuleRefusedError("name", rule.name, "fits everything", remedy)
    tidy = _tidy(rule)
    if not any((tidy.publisher, tidy.product, tidy.edition, tidy.suite, tidy.licence)):
        remedy = "say a publisher, a product, an edition, a suite or a licence"
        raise RuleRefusedError("product", "", "is empty, and so is all else that the rule could say", remedy)


def _tidy(rule: PersonsRule) -> PersonsRule:
    """The rule with one space wherever there are several."""
    texts = {name: " ".join(text.split()) for name, text in vars(rule).items() if name not in ("uid", "licence")}
    return replace(rule, **texts)
