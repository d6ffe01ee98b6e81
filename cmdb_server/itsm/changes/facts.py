"""What speaks against a plan as facts that can become worse, and whose yes it needs because of them. Pure.

Facts are kept, and read by people who see different things: their words name CIs by uid in braces, which `named` fills.
"""

import re
from collections.abc import Callable

from cmdb_server.itsm.changes.assessment import Assessment, HitByChange
from cmdb_server.itsm.changes.groups import Voters, need_of
from cmdb_server.itsm.changes.risk import LEVELS
from cmdb_server.itsm.changes.rules import Policy
from cmdb_server.itsm.record import Fact, Need

BOARD, _OWNER = "board", "owner:"
_UID = re.compile(r"\{([^{}]+)\}")
_STATES = ("up", "at_risk", "degraded", "down")
_NOT_SERVING = ("degraded", "down")
_WORDS = {
    "same_ci": "works on the same CIs",
    "dependency": "works on what the other one depends on",
    "shared": "hits the same services",
    "joint": "only together with it services lose what they need",
}


def facts_of(found: Assessment) -> tuple[Fact, ...]:
    """The facts in a fixed order: services by uid, collisions, freezes, the risk."""
    facts = [Fact(f"service:{one.uid}", _STATES.index(one.state), _said(one)) for one in found.services]
    for pair in found.collisions:
        for word in pair.words:
            text = f"{pair.number}: {_WORDS[word]}"
            facts.append(Fact(f"collision:{pair.number}:{word}", len(pair.services_by(word)), text))
    facts += [
        Fact(f"joint:{'+'.join(sorted(loss.numbers))}", len(loss.services), f"together with {', '.join(loss.numbers)}")
        for loss in found.joint
    ]
    facts += [Fact(f"freeze:{freeze.name}", 1, f"it falls into {freeze.name}") for freeze in found.freezes]
    facts.append(Fact("risk", LEVELS.index(found.level), f"its risk is {found.level}"))
    return tuple(sorted(facts, key=lambda fact: fact.key))


def standing_facts(why: str | None) -> tuple[Fact, ...]:
    """Whether a standard change (`why` not None) is one no longer ("" it is): worse than that it is one."""
    if why is None:
        return ()
    text = f"it is no standard change: {why}" if why else "it is a standard change"
    return (Fact("standing", int(bool(why)), text),)


def needs_of(found: Assessment, policy: Policy, change_type: str, who: Voters) -> tuple[Need, ...]:
    """Whose yes a change needs: of the board, of the owners of what is hit, of the groups that the policy names."""
    level = LEVELS.index(found.level)
    if change_type == "standard" and level == 0:
        return ()
    quorum = policy.emergency_quorum if change_type == "emergency" else policy.quorum[level]
    board = [Need(BOARD, f"{quorum} of the change advisory board", quorum)] if quorum else []
    hit = [one for one in hit_by(found) if one.owner_name]
    owners = sorted({one.owner_name for one in hit}) if policy.asks_owners else []
    behind = {owner: tuple(sorted(who.behind(owner))) for owner in owners}
    asked = [Need(f"{_OWNER}{owner}", f"{owner} as owner", 1, voters) for owner, voters in behind.items() if voters]
    # An owner without an account cannot vote: the board answers for what nobody else does.
    nobody = [owner for owner, voters in behind.items() if not voters]
    if nobody and not board:
        board = [Need(BOARD, f"1 of the change advisory board, for {', '.join(nobody)}", 1)]
    risk, hits = "emergency" if change_type == "emergency" else found.level, [one.uid for one in hit_by(found)]
    groups = [need_of(one, who) for one in policy.groups if one.is_asked(risk, hits)]
    return (*board, *asked, *groups)


def is_of_owner(key: str) -> bool:
    """Whether a need is for the yes of an owner of what is hit."""
    return key.startswith(_OWNER)


def hit_by(found: Assessment) -> list[HitByChange]:
    """The services that do not serve meanwhile."""
    return [one for one in found.services if one.state in _NOT_SERVING]


def named(text: str, name_of: Callable[[str], str]) -> str:
    """The words of a fact with the names of the CIs in them."""
    return _UID.sub(lambda found: name_of(found[1]), text)


def _said(one: HitByChange) -> str:
    users = f", {one.users} users" if one.users else ""
    return f"{{{one.uid}}} is {one.state.replace('_', ' ')}{users}"
