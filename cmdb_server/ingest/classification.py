"""What a CI is: of the classes that sources claim, the one that the most is known of."""

from collections.abc import Collection, Sequence

from graph_schema import Registry
from graph_schema.data_sources import MANUAL, kind_of

ROUGH, EXACT, ONE_USE, BY_PERSON = 1, 2, 3, 4
BY_EDIT = 5  # a person says it of a CI that sources take for another class: that comes before all of these


def ci_class_of(claims: Sequence[tuple[str, str]], registry: Registry) -> str:
    """The class of a CI from what sources claim (source, class), the most trusted first.

    A person's word comes first. Then a class that is told exactly counts more than a general one (what answers SNMP
    as some network device is a server as soon as anybody logged in to it), and one that has one use more than a
    computer for any (who logs in to a storage array or a firewall sees a machine with Linux), whoever says so; then
    the source counts.
    """
    claimed = {ci_class for _, ci_class in claims}
    if len(claimed) == 1:
        return claims[0][1]
    # Of equal ranks max() takes the first.
    return max(claims, key=lambda claim: class_rank(claim, claimed, registry))[1]


def class_rank(claim: tuple[str, str], claimed: Collection[str], registry: Registry) -> int:
    """How much a claim (source, class) weighs beside all classes that are claimed: ROUGH, EXACT, ONE_USE, BY_PERSON."""
    source, ci_class = claim
    if kind_of(source) == MANUAL.name:
        return BY_PERSON
    if is_general(ci_class, claimed, registry):
        return ROUGH
    return EXACT if registry.ci_class(ci_class).is_general_purpose else ONE_USE


def is_general(ci_class: str, claimed: Collection[str], registry: Registry) -> bool:
    """Whether a class says only roughly what a CI is, by its declaration or beside a class that inherits from it."""
    inherits = any(other != ci_class and registry.is_a(other, ci_class) for other in claimed)
    return inherits or registry.ci_class(ci_class).is_general
