"""Which reconciliation rules can be saved; what is refused names field, value and remedy."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.filter_language.errors import QueryError
from cmdb_server.ingest.items import shown
from cmdb_server.ingest.rules import ALL, Rule, check_condition
from graph_schema import Registry
from graph_schema.data_sources import kind_of

MAX_RULES = 200
MAX_PRIORITY = 1000
MAX_AGE_SECONDS = 10 * 366 * 86_400
_MAX_TEXT = 300
_Refusal: TypeAlias = tuple[str, object, str, str]


class RuleRefusedError(CmdbError):
    """Rules that cannot be saved."""

    def __init__(self, *errors: FieldError) -> None:
        """`errors` name the refused values."""
        detail = "; ".join(f"{error.field}: {error.message}" for error in errors)
        super().__init__(f"{detail}; {errors[0].remedy}", 422, "rule_refused", errors)


def check_rules(registry: Registry, rules: Sequence[Rule]) -> None:
    """Raise RuleRefusedError unless all can be saved together."""
    if len(rules) > MAX_RULES:
        remedy = f"leave out some; at most {MAX_RULES} are kept"
        raise RuleRefusedError(FieldError("rules", str(len(rules)), "are too many", remedy))
    errors = [error for place, rule in enumerate(rules) for error in _errors_of(registry, rule, f"rules.{place}")]
    seen: dict[tuple[str, ...], int] = {}
    for place, rule in enumerate(rules):
        scope = (rule.ci_class, rule.attribute, rule.source, rule.condition)
        if scope in seen:
            message, remedy = f"is about the same as rule {seen[scope] + 1}", "remove one of them"
            errors.append(FieldError(f"rules.{place}", rule.source, message, remedy))
        seen.setdefault(scope, place)
    if errors:
        raise RuleRefusedError(*errors)


def _errors_of(registry: Registry, rule: Rule, where: str) -> list[FieldError]:
    refused = [*_source_problems(registry, rule), *_scope_problems(registry, rule), *_value_problems(rule)]
    found = [FieldError(f"{where}.{field}", shown(value), message, remedy) for field, value, message, remedy in refused]
    return [*found, *_condition_problems(registry, rule, f"{where}.condition")]


def _source_problems(registry: Registry, rule: Rule) -> Iterator[_Refusal]:
    spec = registry.data_sources.get(kind_of(rule.source))
    if spec is None or len(rule.source) > _MAX_TEXT:
        kinds = ", ".join(registry.data_sources)
        yield "source", rule.source, "is no data source", f"give a kind ({kinds}), or a key of `cmdb sources list`"
    elif rule.max_age_seconds and not spec.ages:
        message = "cannot limit a source whose word holds until somebody says otherwise"
        yield "max_age_seconds", rule.max_age_seconds, message, "leave it out; an edit can be given an expiry"


def _scope_problems(registry: Registry, rule: Rule) -> Iterator[_Refusal]:
    if rule.ci_class != ALL and rule.ci_class not in registry.classes:
        yield "ci_class", rule.ci_class, "is no CI class", "use a class of /reference, or leave it empty for all"
    if rule.attribute and rule.attribute not in _attributes(registry, rule.ci_class):
        message = f"is no attribute of {rule.ci_class or 'any class'}"
        yield "attribute", rule.attribute, message, "use one of /reference"
    if rule.allow_null and not rule.attribute:
        yield "allow_null", "true", "needs an attribute", "name the attribute that may be emptied"


def _condition_problems(registry: Registry, rule: Rule, where: str) -> Iterator[FieldError]:
    if not rule.condition:
        return
    try:
        asked = check_condition(rule.condition, registry)
    except QueryError as error:
        yield from (replace(problem, field=where) for problem in error.errors)
        return
    for name in sorted(asked - _attributes(registry, rule.ci_class)):
        yield FieldError(where, name, f"{name} is no attribute of {rule.ci_class}", "use one of /reference")


def _value_problems(rule: Rule) -> Iterator[_Refusal]:
    if not 0 <= rule.priority <= MAX_PRIORITY:
        yield "priority", rule.priority, f"must be 0 to {MAX_PRIORITY}", "higher wins; the kinds have 20 to 100"
    if not 0 <= rule.max_age_seconds <= MAX_AGE_SECONDS:
        yield "max_age_seconds", rule.max_age_seconds, "must be 0 (no limit) to ten years", "give fewer seconds"
    if len(rule.note) > _MAX_TEXT:
        yield "note", rule.note, f"is longer than {_MAX_TEXT} characters", "shorten it"


def _attributes(registry: Registry, ci_class: str) -> set[str]:
    """The attributes of a class and of those that inherit from it."""
    if ci_class and ci_class not in registry.classes:
        return set()
    names = registry.descendants[ci_class] if ci_class else tuple(registry.classes)
    return {name for each in names for name in registry.ci_class(each).attributes}
