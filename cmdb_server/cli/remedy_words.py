"""What would mend a failure, in words."""

from typing import Any

_CERTIFICATE = "certificate"


def best_words(point: dict[str, Any]) -> str:
    """The best that would mend a single point of failure; a certificate is renewed, a second one is of no use."""
    if point["ci"]["ci_class"] == _CERTIFICATE:
        return "renewing it before it expires"
    return remedy_words(point["remedies"][0]) if point["remedies"] else "a second one of it"


def all_words(point: dict[str, Any]) -> list[str]:
    """Everything that would mend it, the best first."""
    remedies: list[dict[str, Any]] = point["remedies"] or []
    if point["ci"]["ci_class"] != _CERTIFICATE:
        return [remedy_words(remedy) for remedy in remedies]
    groups = [remedy for remedy in remedies if remedy["n"] > 1]
    return [best_words(point), *(f"one of its own for each member of {one['owner']['name']}" for one in groups)]


def remedy_words(remedy: dict[str, Any]) -> str:
    """A requirement that would have to be another one."""
    k, n, lost, owner = remedy["k"], remedy["n"], remedy["lost"], remedy["owner"]["name"]
    if n == 1:
        words = f"a second one beside what {owner} needs, of which one is enough"
    else:
        words = f"{owner} needs {k} of {n} and loses {lost}: {remedy['members_to_add']} more elsewhere"
        words += f", or {remedy['enough_k']} of {n} being enough" if remedy["enough_k"] else ""
    number = remedy["services"]
    saved = f" (saves {number} service{'s' if number != 1 else ''}"
    return words + saved + (f", then {remedy['then'].replace('_', ' ')})" if remedy["then"] else ")")
