"""What a CI is: of the classes that sources claim, the one that the most is known of."""

from collections.abc import Collection, Sequence

from graph_schema import Registry
from graph_schema.data_sources import MANUAL, kind_of


def ci_class_of(claims: Sequence[tuple[str, str]], registry: Registry) -> str:
    """The class of a CI from what sources claim (source, class), the most trusted first.

    A person's word comes first. Then a class that is told exactly counts more than a general one (what answers SNMP
    as some network device is a server as soon as anybody logged in to it), and one that has one use more than a
    computer for any (who logs in to a storage array or a firewall sees a machine with Linux), whoever says so; then
    the source counts.
    """
    claimed = {ci_class for _, ci_class in claims}
    by_person = (ci_class for source, ci_class in claims if kind_of(source) == MANUAL.name)
    exact = [ci_class for _, ci_class in claims if not is_general(ci_class, claimed, registry)]
    of_one_use = (ci_class for ci_class in exact if not registry.ci_class(ci_class).is_general_purpose)
    return next(by_person, "") or next(of_one_use, "") or next(iter(exact), "") or claims[0][1]


def is_general(ci_class: str, claimed: Collection[str], registry: Registry) -> bool:
    """Whether a class says only roughly what a CI is, by its declaration or beside a class that inherits from it."""
    inherits = any(other != ci_class and registry.is_a(other, ci_class) for other in claimed)
    return inherits or registry.ci_class(ci_class).is_general
