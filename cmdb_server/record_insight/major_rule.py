"""Which incidents are major by themselves: one rule, as those have it who are answerable for incidents."""

from collections.abc import Callable

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.priority import priority
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rule_book import RuleBook, Versioned

KEY = "major_rule"
LOWEST_PRIORITY = 5


class MajorRule(Versioned, frozen=True):
    """An incident is major whose priority is `priority` (1 to 5) or better and that hits `users` or more.

    Priority 0: none is by itself.
    """

    priority: int = 0
    users: int = 0


class MajorRuleChangedError(CmdbError):
    """Somebody else has saved another rule."""

    def __init__(self, version: int) -> None:
        """412, naming the present version."""
        message = f"the rule of major incidents was changed meanwhile (version {version}); read it again"
        super().__init__(message, 412, "rule_changed")


class MajorRuleRefusedError(CmdbError):
    """A rule that makes no sense."""

    def __init__(self, error: FieldError) -> None:
        """422, with the field that is wrong."""
        super().__init__(
            f"{error.field} {error.value!r} {error.message}; {error.remedy}", 422, "rule_refused", (error,)
        )


def why_major(rule: MajorRule, record: Record) -> str:
    """Why an incident is major by the rule, in words; "" where it is not."""
    hit, level = int(record.computed.get("users", "0")), priority(record)
    if level > rule.priority or hit < rule.users:
        return ""
    return f"its priority is {level} and it hits {hit} users or more, by the rule for major incidents"


class MajorRules:
    """Reads and saves the rule."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._book = RuleBook(store, KEY, MajorRule(), clock)

    def current(self) -> MajorRule:
        """The rule in force."""
        return self._book.current()

    def save(self, wanted: MajorRule, who: str, version: int | None) -> MajorRule:
        """Let another rule hold; `version` is that of the one that was edited, None for any.

        Raises MajorRuleRefusedError, MajorRuleChangedError.
        """
        if not 0 <= wanted.priority <= LOWEST_PRIORITY:
            remedy = f"give 1 (first) to {LOWEST_PRIORITY}, or 0 for none"
            raise MajorRuleRefusedError(FieldError("priority", str(wanted.priority), "is no priority", remedy))
        if wanted.users < 0:
            raise MajorRuleRefusedError(FieldError("users", str(wanted.users), "is below 0", "give 0 or more"))
        return self._book.save(wanted, who, version, MajorRuleChangedError)
