"""Many assets at once; CIs without an asset and assets without a CI, and joining them."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from cmdb_server.api.asset_asking import AssetAsking, AssetAskingDep, AssetTelling
from cmdb_server.api.asset_rows import AssetRows, rows_told
from cmdb_server.api.dependencies import ActorDep, requires
from cmdb_server.api.record_shapes import RecordOut
from cmdb_server.api.routes import Body, resource
from cmdb_server.assets.gaps import Unseen
from cmdb_server.assets.matching import Device
from cmdb_server.assets.register import By, NewAsset
from cmdb_server.auth.identity import ASSETS, READ

router = resource("assets")
_Uid = Annotated[str, Field(min_length=1, max_length=200)]


class AssetIn(Body):
    """An asset to take in: values by field, its state ("" for what fits), and the CI that it is, by uid or name."""

    values: Annotated[dict[str, str], Field(max_length=100)]
    state: str = Field(default="", max_length=50)
    ci: str = Field(default="", max_length=500)


class AssetsIn(Body):
    """Assets to take in; `is_trial`: only say what would come of it."""

    assets: list[AssetIn] = Field(min_length=1, max_length=500)
    is_trial: bool = False


class DeviceOut(BaseModel):
    """A device, as discovery knows it."""

    uid: str
    ci_class: str
    name: str
    manufacturer: str
    model: str
    serial_number: str
    asset_tag: str


class UnseenAsset(BaseModel):
    """An asset that is no CI, and the devices that it may be by its serial number."""

    asset: RecordOut
    devices: list[DeviceOut]


class SharedCI(BaseModel):
    """A CI that more than one asset says it is, as after a merge."""

    uid: str
    assets: list[str]


class AssetGaps(BaseModel):
    """Devices in use without an asset, assets without a CI, CIs of several assets; `matched` join at once."""

    devices_total: int
    devices: list[DeviceOut]
    assets_total: int
    assets: list[UnseenAsset]
    shared: list[SharedCI]
    matched: int


class CIsIn(Body):
    """CIs by uid."""

    uids: list[_Uid] = Field(min_length=1, max_length=500)


class LinkIn(Body):
    """An asset by number, and the CI that it is, by uid."""

    number: str = Field(min_length=1, max_length=50)
    ci: _Uid


class LinksIn(Body):
    """Assets to join with CIs; without any, all that are exactly one device by their serial number."""

    links: list[LinkIn] = Field(default=[], max_length=500)


@router.post("/assets", name="take_assets", status_code=201, dependencies=[requires(ASSETS, is_for_all=True)])
def take_assets(wanted: AssetsIn, asking: AssetAskingDep, actor: ActorDep) -> AssetRows:
    """Take assets in, each for itself: one that is refused keeps none of the others out."""
    rows = [NewAsset(one.values, one.state, one.ci) for one in wanted.assets]
    taken = asking.services.assets.take(rows, _by(asking), is_trial=wanted.is_trial)
    if not wanted.is_trial:
        asking.services.audit.append(actor, "assets.taken", str(sum(not one.errors for one in taken)))
    return rows_told(list(enumerate(taken, start=1)), (), is_trial=wanted.is_trial)


@router.get("/asset-gaps", name="list_asset_gaps", dependencies=[requires(READ, is_for_all=True)])
def list_asset_gaps(
    asking: AssetAskingDep,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 100,
) -> AssetGaps:
    """Where assets and what discovery sees differ, one page of each list."""
    gaps, snapshot = asking.services.asset_gaps, asking.services.impact.snapshot()
    devices_total, devices = gaps.without_asset(snapshot, (offset, limit))
    assets_total, unseen = gaps.without_ci((offset, limit))
    telling = asking.telling()
    return AssetGaps(
        devices_total=devices_total,
        devices=[_device(one) for one in devices],
        assets_total=assets_total,
        assets=[_unseen(telling, one) for one in unseen],
        shared=[SharedCI(uid=uid, assets=numbers) for uid, numbers in gaps.shared(snapshot).items()],
        matched=len(gaps.matched(snapshot)),
    )


@router.post(
    "/assets/from-cis", name="take_assets_of_cis", status_code=201, dependencies=[requires(ASSETS, is_for_all=True)]
)
def take_assets_of_cis(wanted: CIsIn, asking: AssetAskingDep) -> AssetRows:
    """An asset for each of these CIs, with what discovery knows: in use where its site is known, else received."""
    uids = list(dict.fromkeys(wanted.uids))
    places = asking.services.index.places(uids)
    sites = {uid: place.site or "" for uid, place in places.items()}
    taken = asking.services.assets.from_cis(uids, sites, _by(asking))
    return rows_told(list(enumerate(taken, start=1)), (), is_trial=False)


@router.post("/asset-links", name="link_assets", dependencies=[requires(ASSETS, is_for_all=True)])
def link_assets(wanted: LinksIn, asking: AssetAskingDep) -> AssetRows:
    """Join assets with the CIs that they are: those that are named, or all that one serial number makes sure of."""
    register, by = asking.services.assets, _by(asking)
    pairs = [(link.number, link.ci) for link in wanted.links]
    taken = register.link(pairs, by) if pairs else register.link_matched(by)
    return rows_told(list(enumerate(taken, start=1)), (), is_trial=False)


def _by(asking: AssetAsking) -> By:
    return asking.asking.by(asking.kind)


def _unseen(telling: AssetTelling, one: Unseen) -> UnseenAsset:
    return UnseenAsset(asset=telling.record(one.asset), devices=list(map(_device, one.devices)))


def _device(device: Device) -> DeviceOut:
    return DeviceOut(**vars(device))
