"""What somebody said of a service, from which its members follow."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """A service by its entry points (as they were typed), by a question of the filter language, and by hand.

    `chosen` are CIs that belong to it whatever else is known, `left_out` those that do not, and behind which nothing
    is looked for; uids. `follows`: what the named CIs need belongs to it too.
    """

    entries: tuple[str, ...] = ()
    query: str = ""
    chosen: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    follows: bool = True
