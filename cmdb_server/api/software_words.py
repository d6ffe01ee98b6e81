"""What the API tells of software."""

from collections.abc import Mapping, Sequence

import msgspec
from pydantic import BaseModel, Field

from cmdb_server.api.routes import Body
from cmdb_server.software.catalogue import NamedRelease, Product
from cmdb_server.software.naming import Naming, PersonsRule, Status
from cmdb_server.software.packs import Licence

LONGEST = 300


class NamingOut(BaseModel):
    """What a release is; `component` is its own name where it is a part of the product, `suite` what brings it."""

    publisher: str
    product: str
    version: str
    edition: str
    component: str
    suite: str
    licence: Licence
    status: Status
    rule: str
    purl: str
    cpe: str


class ReleaseOut(BaseModel):
    """A release as sources tell of it, what it is, and on how many machines."""

    uid: str
    publisher: str
    product: str
    version: str
    edition: str
    naming: NamingOut
    machines: int


class ProductOut(BaseModel):
    """A product; `machines` counts each machine once, whatever it has of the product."""

    publisher: str
    product: str
    licence: Licence
    status: Status
    suite: str
    versions: int
    releases: int
    machines: int


class ProductList(BaseModel):
    """One page of products, those on most machines first; `installations` and `products` are by status, of all."""

    total: int
    installations: Mapping[str, int]
    products: Mapping[str, int]
    items: list[ProductOut]


class ProductDetail(BaseModel):
    """The releases of a product, those on most machines first."""

    product: ProductOut
    items: list[ReleaseOut]


class SoftwareMachine(BaseModel):
    """A machine that has something of a product."""

    uid: str
    name: str
    ci_class: str
    site: str | None


class MachineList(BaseModel):
    """One page of the machines that a number counts, by name."""

    total: int
    items: list[SoftwareMachine]


class RuleIn(Body):
    """What somebody says of names: `name` and `of` (the publisher told) are globs; the rest says what it is."""

    name: str = Field(min_length=1, max_length=LONGEST)
    of: str = Field(default="", max_length=LONGEST)
    publisher: str = Field(default="", max_length=LONGEST)
    product: str = Field(default="", max_length=LONGEST)
    edition: str = Field(default="", max_length=LONGEST)
    suite: str = Field(default="", max_length=LONGEST)
    licence: Licence = ""

    def rule(self) -> PersonsRule:
        """The rule, without a uid yet."""
        return PersonsRule("", **self.model_dump())


class RuleOut(RuleIn):
    """A rule that holds."""

    uid: str


class RuleList(BaseModel):
    """The rules of people, the first that fits counts; `version` rises with each change."""

    version: int
    items: list[RuleOut]


class ChangedRelease(ReleaseOut):
    """A release that a rule would name otherwise."""

    after: NamingOut


class RuleEffect(BaseModel):
    """What a rule would do: how many releases on how many machines, and the first of them."""

    releases: int
    machines: int
    items: list[ChangedRelease]


def naming_out(naming: Naming) -> NamingOut:
    """What a release is."""
    return NamingOut(**msgspec.structs.asdict(naming))


def release_out(one: NamedRelease) -> ReleaseOut:
    """A release."""
    return ReleaseOut(**vars(one.found), naming=naming_out(one.naming), machines=one.machines)


def product_out(product: Product) -> ProductOut:
    """A product, by what most of its machines have."""
    names, first = [one.naming for one in product.releases], product.naming
    return ProductOut(
        publisher=product.publisher,
        product=product.name,
        licence=first.licence,
        status=first.status,
        suite=first.suite,
        versions=len({name.version for name in names}),
        releases=len(names),
        machines=product.machines,
    )


def fits(one: Product, words: Sequence[str]) -> bool:
    """Whether all words are in the name of a product or its publisher."""
    text = f"{one.publisher} {one.name}".casefold()
    return all(word in text for word in words)
