"""Software: which products are installed where, under the names of the trade, and the rules that name them."""

from collections import Counter
from typing import Annotated

from fastapi import Depends, Query

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import resource
from cmdb_server.api.software_words import (
    LONGEST,
    ChangedRelease,
    MachineList,
    ProductDetail,
    ProductList,
    RuleEffect,
    RuleIn,
    RuleList,
    RuleOut,
    SoftwareMachine,
    fits,
    naming_out,
    product_out,
    release_out,
)
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.software.catalogue import Software
from cmdb_server.software.naming import Status
from cmdb_server.software.packs import Licence
from cmdb_server.software.rules import check
from cmdb_server.software.wording import full_name

router = resource("software")
# A count of machines tells of those that somebody may not see, so it is for those who see all.
SEES_ALL = requires(READ, is_for_all=True)
_SHOWN = 200
Text = Annotated[str, Query(max_length=LONGEST)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=0, le=500)]


def _software(services: ServicesDep, as_of: AsOf) -> Software:
    return services.software.software(services.index.as_of(as_of))


SoftwareDep = Annotated[Software, Depends(_software)]


@router.get("/software", name="list_software_products", dependencies=[SEES_ALL])
def list_software_products(
    software: SoftwareDep,
    *,
    q: Text = "",
    status: Annotated[list[Status], Query()] = [],  # noqa: B006 - FastAPI copies it
    licence: Annotated[list[Licence], Query()] = [],  # noqa: B006 - FastAPI copies it
    offset: Offset = 0,
    limit: Limit = 100,
) -> ProductList:
    """Products on the machines that count, those on most machines first."""
    every = software.products
    words = q.casefold().split()
    found = [
        one
        for one in every
        if fits(one, words)
        and (not status or one.naming.status in status)
        and (not licence or one.naming.licence in licence)
    ]
    return ProductList(
        total=len(found),
        installations=software.packages_by_status(),
        products=Counter(one.naming.status for one in every),
        items=list(map(product_out, found[offset : offset + limit])),
    )


@router.get("/software/product", name="get_software_product", dependencies=[SEES_ALL])
def get_software_product(software: SoftwareDep, product: Text, publisher: Text = "") -> ProductDetail:
    """A product with its releases: how sources tell of each, what it is, and by which rule."""
    found = next((one for one in software.products if (one.publisher, one.name) == (publisher, product)), None)
    if found is None:
        raise NotFoundError("product", full_name(publisher, product))
    items = sorted(found.releases, key=lambda one: (-one.machines, one.found.product, one.found.version))
    return ProductDetail(product=product_out(found), items=list(map(release_out, items)))


@router.get("/software/machines", name="list_software_machines", dependencies=[SEES_ALL])
def list_software_machines(  # noqa: PLR0913 - FastAPI takes query parameters as arguments
    services: ServicesDep,
    software: SoftwareDep,
    as_of: AsOf,
    product: Text,
    *,
    publisher: Text = "",
    release: Annotated[str, Query(max_length=100, description="Only those with this release, by its uid.")] = "",
    offset: Offset = 0,
    limit: Limit = 100,
) -> MachineList:
    """The machines behind a number, by name."""
    numbers = software.numbers(publisher, product)
    if release:
        numbers = [number for number in numbers if software.installed.releases[number].uid == release]
    rows = services.index.as_of(as_of).listed_ids(software.machines(numbers))
    items = sorted(rows, key=lambda row: (row.name.casefold(), row.uid))[offset : offset + limit]
    shown = [SoftwareMachine(uid=row.uid, name=row.name, ci_class=row.ci_class, site=row.site) for row in items]
    return MachineList(total=len(rows), items=shown)


@router.get("/software/rules", name="list_software_rules", dependencies=[SEES_ALL])
def list_software_rules(services: ServicesDep) -> RuleList:
    """What people say of names; it wins over what comes with the product."""
    held = services.software_rules.current()
    return RuleList(version=held.version, items=[RuleOut(**vars(rule)) for rule in held.rules])


@router.post("/software/rules/preview", name="preview_software_rule", dependencies=[SEES_ALL])
def preview_software_rule(wanted: RuleIn, services: ServicesDep) -> RuleEffect:
    """What a rule would do, without adding it."""
    rule = wanted.rule()
    check(rule)
    effect = services.software.effect(services.index, rule)
    items = [
        ChangedRelease(**release_out(one).model_dump(), after=naming_out(after))
        for one, after in effect.changed[:_SHOWN]
    ]
    return RuleEffect(releases=len(effect.changed), machines=effect.machines, items=items)


@router.post(
    "/software/rules", name="add_software_rule", status_code=201, dependencies=[requires(WRITE, is_for_all=True)]
)
def add_software_rule(wanted: RuleIn, services: ServicesDep, actor: ActorDep) -> RuleOut:
    """Let a rule hold from now on, before those there are."""
    return RuleOut(**vars(services.software_rules.add(wanted.rule(), actor)))


@router.delete(
    "/software/rules/{rule_uid}",
    name="take_back_software_rule",
    status_code=204,
    dependencies=[requires(WRITE, is_for_all=True)],
)
def take_back_software_rule(rule_uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Let a rule hold no longer."""
    services.software_rules.take_back(rule_uid, actor)
