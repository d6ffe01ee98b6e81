"""What a release is in the words of the trade: a pure function of what a source tells and of the rules."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import translate
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from cmdb_server.software.identifiers import cpe_name, package_url
from cmdb_server.software.packs import Ecosystem, KnownProduct, Licence, Packs, Publisher
from cmdb_server.software.wording import plain_name, plain_publisher, upstream_version

Status: TypeAlias = Literal["normalised", "partly", "publisher_only", "unknown", "manual"]
STATUSES: tuple[Status, ...] = ("normalised", "partly", "publisher_only", "unknown", "manual")
_MOST_KEPT = 200_000


class Found(NamedTuple):
    """What a source tells of a release; `source_package` where its package manager tells it."""

    publisher: str
    product: str
    version: str
    edition: str = ""
    package_type: str = ""
    source_package: str = ""


class Naming(msgspec.Struct, frozen=True, gc=False):
    """What a release is; `component` is its own name where it is a part of the product, `suite` what brings it.

    `rule` says which rule named it, "" for none.
    """

    publisher: str
    product: str
    version: str
    edition: str
    component: str
    suite: str
    licence: Licence
    status: Status
    rule: str
    purl: str = ""
    cpe: str = ""


@dataclass(frozen=True)
class PersonsRule:
    """What somebody says of names: `name` and `of` (the publisher told) are globs, `of` "" is any publisher.

    What it leaves empty stays as it would be without the rule.
    """

    uid: str
    name: str
    of: str = ""
    publisher: str = ""
    product: str = ""
    edition: str = ""
    suite: str = ""
    licence: Licence = ""


class Namer:
    """Names releases by packs and by what people say; remembers what it has named."""

    def __init__(self, packs: Packs, rules: Sequence[PersonsRule] = ()) -> None:
        """The first of several `rules` that fit counts."""
        self._packs = packs
        self._rules = [(rule, _glob(rule.name), _glob(rule.of)) for rule in rules]
        self._aliases = {alias: one for one in packs.publishers for alias in one.aliases}
        self._of_type = {kind: one for one in packs.ecosystems for kind in one.types}
        self._of_publisher = {name: one for one in packs.ecosystems for name in one.publishers}
        self._packaged = [product for one in packs.publishers for product in one.products if product.packages]
        # Most packages are of no known product: one look at all globs together says so.
        self._any_package = _any_of(glob for product in self._packaged for glob in product.packages)
        self._freeware = {one.rule: _any_of(one.freeware) for one in packs.ecosystems}
        self._known: dict[Found, Naming] = {}
        self._upstream: dict[str, KnownProduct | None] = {}

    def name(self, found: Found) -> Naming:
        """What a release is."""
        known = self._known.get(found)
        if known is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            known = self._known[found] = self._named(found)
        return known

    def _named(self, found: Found) -> Naming:
        ecosystem = self._of_type.get(found.package_type) or self._of_publisher.get(found.publisher)
        named = self._package(found, ecosystem) if ecosystem else self._installed(found)
        for rule, name, of in self._rules:
            if name.match(found.product.casefold()) and (not rule.of or of.match(found.publisher.casefold())):
                return _by_person(named, rule)
        return named

    def _package(self, found: Found, ecosystem: Ecosystem) -> Naming:
        product, version = found.source_package or _whole(found.product, ecosystem), upstream_version(found.version)
        known = self._known_package(product)
        component = found.product if found.product != product else ""
        return Naming(
            publisher=known.publisher if known else found.publisher,
            product=known.name if known else product,
            version=version,
            edition=known.edition if known else found.edition,
            component=component,
            suite=known.suite if known else "",
            licence=known.licence if known else self._licence(product, ecosystem),
            status="normalised" if version else "partly",
            rule=known.rule if known else ecosystem.rule,
            purl=package_url(ecosystem.purl, ecosystem.publishers.get(found.publisher, ""), found.product),
            cpe=cpe_name(known.cpe if known else "", version),
        )

    def _licence(self, product: str, ecosystem: Ecosystem) -> Licence:
        """What distributions bring is free, but for the few packages that they name as not."""
        return "freeware" if self._freeware[ecosystem.rule].match(product) else "free"

    def _known_package(self, product: str) -> KnownProduct | None:
        if product not in self._upstream:
            asked = self._packaged if self._any_package.match(product) else ()
            fits = (one for one in asked if any(glob.match(product) for glob in one.packages))
            self._upstream[product] = next(fits, None)
        return self._upstream[product]

    def _installed(self, found: Found) -> Naming:
        """What an installer put there, or a program that was recognised."""
        told = plain_publisher(found.publisher)
        publisher = self._aliases.get(told.casefold()) or self._aliases.get(found.publisher.casefold())
        name, in_name = plain_name(found.product)
        for known in self._candidates(publisher):
            match = known.pattern.fullmatch(name) if known.pattern else None
            if match:
                return _matched(found, known, match, in_name)
        status: Status = "publisher_only" if publisher else "unknown"
        version = found.version or in_name
        word = publisher.name if publisher else told
        return Naming(word, name or found.product, version, found.edition, "", "", "", status, "")

    def _candidates(self, publisher: Publisher | None) -> Sequence[KnownProduct]:
        """What may be meant: of who has many products only its own; where nobody tells a publisher, any."""
        if publisher is not None:
            return publisher.products
        return [product for one in self._packs.publishers for product in one.products]


def _whole(name: str, ecosystem: Ecosystem) -> str:
    """The name of what a package is a part of, as far as its own name tells."""
    match = None if name in ecosystem.whole else ecosystem.components.fullmatch(name)
    return match["product"] if match else name


def _matched(found: Found, known: KnownProduct, match: re.Match[str], in_name: str) -> Naming:
    groups = match.groupdict(default="")
    told = groups.get("version", "")
    version = told or found.version or in_name
    edition = known.edition or found.edition or groups.get("edition", "").title()
    status: Status = "normalised" if version else "partly"
    cpe = cpe_name(known.cpe, version)
    return Naming(
        known.publisher, known.name, version, edition, "", known.suite, known.licence, status, known.rule, "", cpe
    )


def _by_person(named: Naming, rule: PersonsRule) -> Naming:
    told = {name: getattr(rule, name) for name in ("publisher", "product", "edition", "suite", "licence")}
    return msgspec.structs.replace(
        named, **{name: value for name, value in told.items() if value}, status="manual", rule=rule.uid
    )


def _any_of(globs: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """One expression that matches where any of these does."""
    return re.compile("|".join(f"(?:{glob.pattern})" for glob in globs) or r"(?!)")


def _glob(text: str) -> re.Pattern[str]:
    return re.compile(translate(text.casefold()))
