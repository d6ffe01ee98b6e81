"""Is this a report at all? Its frame is valid or refused as a whole; its items are checked later, one by one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.ingest.items import shown
from cmdb_server.ingest.wire import WireReport, WireSection
from cmdb_server.network_scope_names import REMEDY, fault_of
from graph_schema import Registry
from graph_schema.data_sources import kind_of
from graph_schema.report import FORMAT, MAX_CIS, MAX_RELATIONSHIPS, MAX_SECTIONS

MAX_AHEAD = timedelta(hours=1)
_MAX_NAME = 256
_LEAST_ENTRY = 2  # bytes: `1,`
_ENTRIES = msgspec.json.Decoder(list[msgspec.Raw])
_DECODER = msgspec.json.Decoder(WireReport)


class ReportRejectedError(CmdbError):
    """The report cannot be used as a whole; nothing of it was stored."""

    def __init__(self, *errors: FieldError) -> None:
        """`errors` name the refused fields."""
        first = errors[0]
        super().__init__(f"{first.field}: {first.message}; {first.remedy}", 422, "report_rejected", errors)


@dataclass(frozen=True)
class IncomingReport:
    """A report whose frame is valid. `observed_at` is in microseconds since 1970 (UTC)."""

    report_id: str
    source: str
    network_scope: str
    observed_at: int
    root_ref: str
    root_class: str
    root_identifiers: tuple[str, ...]
    sections: tuple[WireSection, ...]


def decode(body: bytes, registry: Registry, now: datetime | None = None) -> IncomingReport:
    """A report from JSON. Raises ReportRejectedError naming field, value and remedy."""
    try:
        wire = _DECODER.decode(body)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `$")
        field = where.strip("`.") or "report"
        raise _rejected(field, "", message, "send a report as documented in /reference") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _rejected("report", "", f"is no JSON: {error}", "send UTF-8 JSON") from error
    except RecursionError as error:
        raise _rejected("report", "", "is nested too deeply", "send a report as documented in /reference") from error
    _check_frame(wire, registry)
    return IncomingReport(
        wire.report_id,
        wire.source,
        wire.network_scope,
        _observed_at(wire.observed_at, now or datetime.now(UTC)),
        wire.root.ref,
        wire.root.ci_class,
        tuple(sorted(wire.root.identifiers)),
        tuple(wire.sections),
    )


def _check_frame(wire: WireReport, registry: Registry) -> None:
    if wire.format != FORMAT:
        raise _rejected("format", wire.format, f"this server reads format {FORMAT}", "update the sender or the server")
    for field in ("report_id", "source", "network_scope"):
        value: str = getattr(wire, field)
        if not value or len(value) > _MAX_NAME or not value.isprintable():
            raise _rejected(field, value, f"must be 1 to {_MAX_NAME} printable characters", "send another one")
    if fault := fault_of(wire.network_scope):
        raise _rejected("network_scope", wire.network_scope, fault, REMEDY)
    if kind_of(wire.source) not in registry.data_sources:
        known = ", ".join(registry.data_sources)
        raise _rejected("source", wire.source, "is of an unknown kind", f"start it with one of {known} and a colon")
    spec = registry.classes.get(wire.root.ci_class)
    if spec is None or spec.is_abstract:
        raise _rejected("root.ci_class", wire.root.ci_class, "is no CI class", "use a class of /reference")
    _check_sections(wire)


def _check_sections(wire: WireReport) -> None:
    if not wire.sections or len(wire.sections) > MAX_SECTIONS:
        raise _rejected("sections", len(wire.sections), f"must be 1 to {MAX_SECTIONS}", "send another report")
    names = [section.name for section in wire.sections]
    for name in names:
        if not name or len(name) > _MAX_NAME or names.count(name) > 1:
            raise _rejected("sections.name", name, "must be given and differ from the others", "name each section")
        if "/" in name:
            raise _rejected("sections.name", name, "must not contain a slash", "rename the section")
    for section in wire.sections:
        _check_count(f"sections.{section.name}.cis", bytes(section.cis), MAX_CIS)
        _check_count(f"sections.{section.name}.relationships", bytes(section.relationships), MAX_RELATIONSHIPS)


def _check_count(field: str, sent: bytes, most: int) -> None:
    """A section is stored in one transaction, during which all others wait."""
    if len(sent) <= most * _LEAST_ENTRY:
        return
    try:
        count = len(_ENTRIES.decode(sent))
    except msgspec.DecodeError:
        return  # what is no list is refused where it is read
    if count > most:
        raise _rejected(field, count, f"has more than {most:,} entries", "send them in several sections or reports")


def _observed_at(text: str, now: datetime) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _rejected("observed_at", text, "is no RFC 3339 time", "send e.g. 2026-01-31T12:00:00Z") from error
    if moment.tzinfo is None:
        raise _rejected("observed_at", text, "has no time zone", "send UTC with Z")
    if moment > now + MAX_AHEAD:
        remedy = "set the clock of the sender (NTP) and send the report again"
        raise _rejected(
            "observed_at", text, f"lies in the future (the server's time is {now:%Y-%m-%dT%H:%M:%SZ})", remedy
        )
    return round(moment.timestamp() * 1_000_000)


def _rejected(field: str, value: object, message: str, remedy: str) -> ReportRejectedError:
    return ReportRejectedError(FieldError(field, shown(value), message, remedy))
