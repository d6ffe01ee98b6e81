"""Somebody who asks about assets: which ones, and what of them they may read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from fastapi import Depends, Query

from cmdb_server.api.dependencies import ServicesDep
from cmdb_server.api.record_asking import AskingDep, RecordAsking
from cmdb_server.api.record_shapes import ValueOut
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.assets.gaps import ASSET
from cmdb_server.assets.of_services import assets_of
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.itsm.declare import Part, RecordType
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.keeping import UnknownRecordError
from cmdb_server.itsm.record import Entry, Record
from cmdb_server.permissions.sight import HIDDEN
from cmdb_server.services import Services

Order = Literal["number", "newest", "changed"]
_Day = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
_NOBODY: frozenset[Part] = frozenset()


class NotNarrowedError(CmdbError):
    """A field that lists of assets are not narrowed by, or that whoever asks may not read."""

    def __init__(self, field: str, *, is_hidden: bool) -> None:
        """403 or 422, naming the field."""
        message = "is hidden from you" if is_hidden else "is no field that lists are narrowed by"
        remedy = "an administrator can give you a role that reads it" if is_hidden else "`cmdb asset fields` lists them"
        error = FieldError("field", field[:100], message, remedy)
        status, code = (403, "forbidden") if is_hidden else (422, "not_narrowed")
        super().__init__(f"{field[:100]!r} {message}; {remedy}", status, code, (error,))


class AssetTelling(RecordTelling):
    """Tells of assets whole."""

    def values(self, record: Record) -> list[ValueOut]:
        """All values of an asset, of which none may be changed."""
        return [self.value(record, field, _NOBODY, is_settled=True) for field in self.kind_of(record).fields]

    def row(self, record: Record) -> tuple[str, ...]:
        """An asset as a row of a file."""
        told = (one.value or (HIDDEN if one.shown == HIDDEN else "") for one in self.values(record))
        cis = (found.name or found.uid for uid in record.affects if (found := self.ci(uid)))
        return (record.number, record.state, *told, ", ".join(cis))


@dataclass(frozen=True)
class AssetAsking:
    """Who asks about assets, and the server's parts as they may use them."""

    asking: RecordAsking
    services: Services

    @property
    def kind(self) -> RecordType:
        """The declaration of assets."""
        return self.services.desk.types[ASSET]

    def telling(self) -> AssetTelling:
        """Tells of assets as whoever asks may see them."""
        return AssetTelling(self.services)

    def shown(self, field: str, value: str) -> str:
        """A value, as far as it may be read."""
        return value if self.services.impact.reads(self.kind.field_of[field].group) else HIDDEN

    def unknown(self, number: str) -> UnknownRecordError:
        """That there is no such asset."""
        return UnknownRecordError(number)

    def history(self, number: str) -> tuple[Record, list[Entry]]:
        """An asset with its timeline. Raises UnknownRecordError."""
        record = self.services.desk.one(number)
        if record.type != ASSET:
            raise self.unknown(number)
        return record, self.services.desk.timeline(record, self.asking.worker(self.kind))

    def check_readable(self, name: str) -> None:
        """Raise NotNarrowedError for what lists are not narrowed by, and for what may not be read."""
        field = self.kind.field_of.get(name)
        if field is None or not field.is_filter:
            raise NotNarrowedError(name, is_hidden=False)
        if not self.services.impact.reads(field.group):
            raise NotNarrowedError(name, is_hidden=True)


def _asking(asking: AskingDep, services: ServicesDep) -> AssetAsking:
    return AssetAsking(asking, services)


AssetAskingDep = Annotated[AssetAsking, Depends(_asking)]


class _About(NamedTuple):
    """What of other things narrows a list: a CI, a record, a service; and fields that say nothing."""

    ci: str
    names: str
    without: list[str]
    only: frozenset[str] | None


def _about(
    *,
    asking: AssetAskingDep,
    ci: Annotated[str, Query(max_length=200, description="Only those that are this CI, by uid.")] = "",
    names: Annotated[str, Query(max_length=50, description="Only those that name this record, by number.")] = "",
    without: Annotated[
        list[Annotated[str, Query(max_length=50)]],
        Query(max_length=20, description="Only those of which this field says nothing."),
    ] = [],  # noqa: B006 - FastAPI copies defaults
    service: Annotated[
        str,
        Query(max_length=200, description="Only those that this service needs, by uid; - for those of none."),
    ] = "",
) -> _About:
    for name in without:
        asking.check_readable(name)
    services = asking.services
    return _About(ci, names, without, assets_of(services.records, services.impact, service) if service else None)


def _wanted(  # noqa: PLR0913 - FastAPI takes query parameters as arguments
    *,
    asking: AssetAskingDep,
    state: Annotated[list[Annotated[str, Query(max_length=50)]], Query(max_length=20)] = [],  # noqa: B006 - FastAPI copies defaults
    is_owned: Annotated[bool | None, Query(description="Those that are owned, or those no longer.")] = None,
    has_ci: Annotated[bool | None, Query(description="Only those that are a CI, or those that are none.")] = None,
    where: Annotated[
        list[Annotated[str, Query(max_length=250)]],
        Query(max_length=50, description="FIELD=VALUE, e.g. site=Oslo; of one field any of several values."),
    ] = [],  # noqa: B006 - as above
    dates: Annotated[str, Query(max_length=30, description="The field of a date, e.g. warranty_until.")] = "",
    first_day: Annotated[_Day, Query(description="Its first day.")] = "",
    last_day: Annotated[_Day, Query(description="Its last day.")] = "",
    about: Annotated[_About, Depends(_about)],
    q: Annotated[str, Query(max_length=200, description="Words of name, tag, serial, model, holder, place.")] = "",
    order: Order = "number",
) -> Wanted:
    """Which assets, as an address says it."""
    chosen: dict[str, list[str]] = {}
    for name, value in _pairs(where):
        asking.check_readable(name)
        chosen.setdefault(name, []).append(value)
    if dates:
        asking.check_readable(dates)
    reads = asking.services.impact.reads
    return Wanted(
        type=ASSET,
        is_open=is_owned,
        has_ci=has_ci,
        states=state,
        ci=about.ci,
        names=about.names,
        text=q,
        without=about.without,
        only=about.only,
        order=order,
        where=chosen,
        ranges={dates: (first_day, last_day)} if dates else {},
        is_narrow=not all(reads(field.group) for field in asking.kind.fields),
    )


def _pairs(where: list[str]) -> Iterator[tuple[str, str]]:
    for text in where:
        name, _, value = text.partition("=")
        yield name.strip(), value.strip()


WantedDep = Annotated[Wanted, Depends(_wanted)]
