"""What would mend a failure, in words."""

from typing import Any


def remedy_words(remedy: dict[str, Any]) -> str:
    """A requirement that would have to be another one."""
    k, n, lost, owner = remedy["k"], remedy["n"], remedy["lost"], remedy["owner"]["name"]
    if n == 1:
        words = f"a second one beside what {owner} needs, of which one is enough"
    else:
        words = f"{owner} needs {k} of {n} and loses {lost}: {remedy['members_to_add']} more elsewhere"
        words += f", or {remedy['enough_k']} of {n} being enough" if remedy["enough_k"] else ""
    saved = f" (saves {remedy['services']} services"
    return words + saved + (f", then {remedy['then'].replace('_', ' ')})" if remedy["then"] else ")")
