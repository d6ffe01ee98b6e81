"""The parts of a server, wired once: the only place that knows how they are put together."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from cmdb_server.asset_wiring import of_assets
from cmdb_server.auth.accounts import Accounts
from cmdb_server.auth.agents import Agents
from cmdb_server.auth.audit import AuditLog
from cmdb_server.auth.credentials import VerifiedCache
from cmdb_server.auth.foreign_accounts import ForeignAccounts
from cmdb_server.auth.roles import RolesAndTeams
from cmdb_server.auth.sessions import Sessions
from cmdb_server.auth.single_sign_on import single_sign_on
from cmdb_server.auth.tokens import ApiTokens
from cmdb_server.auth.users import Users
from cmdb_server.causes.asking import Causes
from cmdb_server.causes.marks import Marks
from cmdb_server.change_runs.following import ChangeRuns
from cmdb_server.change_runs.rereading import Rereads
from cmdb_server.ci_detail.detail import CIDetails
from cmdb_server.class_packs.checking import ClassPacks
from cmdb_server.credential_vault.sealing import Sealing
from cmdb_server.credential_vault.sealing_keys import key_source
from cmdb_server.credential_vault.vault import CredentialVault
from cmdb_server.data_sources.sources import Sources
from cmdb_server.duplicates.deciding import Duplicates
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.harvest.decisions import HarvestDecisions
from cmdb_server.harvest.evidence import Evidence
from cmdb_server.harvest.harvest import Harvest
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.imports.imports import Imports
from cmdb_server.imports.working import Server
from cmdb_server.incident_predictions.comparing import IncidentPredictions
from cmdb_server.ingest.ageing import Ageing
from cmdb_server.ingest.pipeline import Ingest, now_in_microseconds
from cmdb_server.ingest.waiting import WaitingItems
from cmdb_server.itsm.files.keeping import RecordFiles
from cmdb_server.itsm.meetings.keeping import Meetings
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.rotas.assigning import Assigning
from cmdb_server.itsm.rotas.keeping import Rotas
from cmdb_server.itsm.trails import Trails
from cmdb_server.licences.documents import EntitlementDocuments
from cmdb_server.licences.keeping import Entitlements
from cmdb_server.licences.positions import Licences
from cmdb_server.mail_in.mailbox import Mailbox
from cmdb_server.mail_in.taking import MailIn
from cmdb_server.manual_edits.editing import ManualEdits
from cmdb_server.network_map.maps import NetworkMaps
from cmdb_server.network_scans.scans import Enrolled, network_scans
from cmdb_server.notifications.office import notifications
from cmdb_server.numbers.cases import Cases
from cmdb_server.reconciliation_rules.editing import ReconciliationRules
from cmdb_server.record_insight.major import Majors
from cmdb_server.record_insight.major_rule import MajorRules
from cmdb_server.record_insight.problems import Problems
from cmdb_server.record_insight.suggesting import Suggesting
from cmdb_server.record_wiring import office
from cmdb_server.saved_queries.saved import SavedQueries
from cmdb_server.sboms.attaching import Sboms
from cmdb_server.scanners.recognition import Scanners
from cmdb_server.scenarios.scenarios import Scenarios
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.service_levels.levels import ServiceLevels
from cmdb_server.service_levels.timing import Clocks
from cmdb_server.service_mapping.maps import Parts, ServiceMaps
from cmdb_server.service_status.outages import Outages
from cmdb_server.services import Services
from cmdb_server.settings import Settings
from cmdb_server.signal_incidents.following import SignalIncidents
from cmdb_server.signals.bindings import Bindings
from cmdb_server.signals.mappings import Mappings
from cmdb_server.signals.signals import Signals
from cmdb_server.signals.traps import taker
from cmdb_server.single_points.accepted import AcceptedRisks
from cmdb_server.single_points.reports import SinglePointReports
from cmdb_server.software.catalogue import Catalogue
from cmdb_server.software.packs import load_packs
from cmdb_server.software.rules import SoftwareRules
from cmdb_server.suggestions.decisions import Decisions
from cmdb_server.suggestions.inbox import Suggestions
from cmdb_server.suggestions.reading import SharedInfrastructure
from cmdb_server.topology.topology import Topology
from cmdb_server.traces.scraping import Scraper
from cmdb_server.traces.traces import Traces
from cmdb_server.unauthorised_changes.inbox import UnauthorisedChanges
from cmdb_server.unauthorised_changes.watching import Watching
from cmdb_server.vulnerabilities.service import Vulnerabilities
from graph_schema import Registry

STATIC = Path(__file__).parent / "static"
_CATCH_UP_SECONDS = 5.0


def wire(
    settings: Settings, registry: Registry, store: GraphStore, engine_state: Callable[[], str] = lambda: "running"
) -> Services:
    """The services on a graph whose schema is in place; reads the graph once for lists and search."""
    clock, cache, audit = now_in_microseconds, VerifiedCache(), AuditLog(store, now_in_microseconds)
    through, sources = Ingesting(store, registry, Ingest(store, registry, clock)), Sources(store, registry, clock)
    people, monitoring = _people(store, registry, audit, cache), _monitoring(store, registry, audit)
    index = _built(SearchIndex(store, registry, clock, catch_up_seconds=_catch_up_seconds(settings)))
    discovery = _discovery(settings, through, audit, Enrolled(Agents(store, clock, cache, audit), index.places))
    told = (monitoring["signals"], monitoring["causes"], Rereads(discovery["scans"].traps.rereading))
    kept = Kept(audit, discovery["credentials"])
    impact = ImpactAnalysis(store, registry, clock, is_shared=_is_shared(settings))
    return Services(
        settings=settings,
        registry=registry,
        store=store,
        ingest=through.ingest,
        edits=ManualEdits(*through),
        **_networks(settings, through, index),
        rules=ReconciliationRules(store, registry, clock),
        sources=sources,
        imports=Imports(Server(*through, sources, index.places), clock),
        duplicates=Duplicates(store, registry, clock),
        waiting=WaitingItems(store, clock),
        ageing=Ageing(store, registry, clock),
        cis=CIDetails(store, registry),
        index=index,
        saved_queries=SavedQueries(store, registry, clock),
        **_dependencies(through, index, audit, impact) | monitoring | _software(settings, store, kept),
        **people | discovery | _records(settings, through, (told, kept, impact), **people),
        class_packs=ClassPacks(store, registry, settings.class_packs_dir),
        tokens=ApiTokens(store, clock, cache, audit),
        audit=audit,
        single_sign_on=single_sign_on(settings, clock),
        **_accounts(store, Sessions(store, clock, cache, audit), audit),
        static=STATIC,
        clock=clock,
        engine_state=engine_state,
    )


class Ingesting(NamedTuple):
    """What everything that is known of CIs goes through."""

    store: GraphStore
    registry: Registry
    ingest: Ingest


class Kept(NamedTuple):
    """What notes who changed something, and keeps secrets."""

    audit: AuditLog
    vault: CredentialVault


def _dependencies(through: Ingesting, index: SearchIndex, audit: AuditLog, impact: ImpactAnalysis) -> dict[str, Any]:
    """The services that tell who needs what."""
    store, registry, ingest = through
    parts = Parts(store, registry, ingest, index, impact, SharedInfrastructure(store, registry, index).of)
    maps = ServiceMaps(parts, now_in_microseconds)
    suggestions = Suggestions(store, impact, maps, Decisions(store, now_in_microseconds))
    points = SinglePointReports(impact, AcceptedRisks(store, now_in_microseconds, audit))
    answers = {"impact": impact, "single_points": points, "scenarios": Scenarios(store, now_in_microseconds)}
    return {**answers, "service_maps": maps, "suggestions": suggestions}


def _people(store: GraphStore, registry: Registry, audit: AuditLog, cache: VerifiedCache) -> dict[str, Any]:
    """The services that keep who there is, and what they may."""
    users = Users(store, now_in_microseconds, cache, audit)
    return {"users": users, "roles_and_teams": RolesAndTeams(store, registry, audit, cache)}


def _accounts(store: GraphStore, sessions: Sessions, audit: AuditLog) -> dict[str, Any]:
    """The services that let people in: by a password of ours, or by the word of an identity provider."""
    given = (store, now_in_microseconds, sessions, audit)
    return {"sessions": sessions, "accounts": Accounts(*given), "foreign_accounts": ForeignAccounts(*given)}


def _records(
    settings: Settings, through: Ingesting, told: tuple[tuple[Signals, Causes, Rereads], "Kept", ImpactAnalysis],
    users: Users, roles_and_teams: RolesAndTeams,
) -> dict[str, Any]:  # fmt: skip
    """The services that keep records and tell of them; the analysis sees everything."""
    store, clock = through.store, now_in_microseconds
    (signals, causes, rereads), kept, impact = told
    of_desk = office(store, (users, roles_and_teams), impact, clock)
    desk, runs, assessor, rules, delegations, people, templates, tasks = of_desk
    queue = RecordQueue(store)
    change_runs = ChangeRuns(store, runs, desk.types["change"], signals, impact, rereads, clock)
    of_changes = {"assessor": assessor, "change_rules": rules, "delegations": delegations, "change_runs": change_runs}
    following = SignalIncidents(signals, (causes, impact), (desk, queue, change_runs.expecting), clock)
    majors = Majors((desk, queue), MajorRules(store, clock), people, store)
    problems = Problems(desk, queue, clock)
    insight: dict[str, Any] = {"suggesting": Suggesting(signals, causes, queue), "problems": problems, "majors": majors}
    of_records: dict[str, Any] = {"desk": desk, "records": queue, "record_files": RecordFiles(store, desk.types, clock)}
    of_records |= {"templates": templates, "tasks": tasks, "meetings": Meetings(store, clock)}
    insight["outages"] = Outages(store, queue, impact, runs, clock)
    insight["incident_predictions"] = IncidentPredictions(store, queue, signals, impact, clock)
    trails = Trails(store, {name: kind.states[0].name for name, kind in desk.types.items()})
    clocks = Clocks(ServiceLevels(store, desk.types, clock), desk.types, trails, clock)
    rotas = Rotas(store, people, clock)
    of_records |= {"rotas": rotas, "assigning": Assigning(rotas, desk, queue, trails, clock)}
    insight |= {"numbers": Cases(store, queue, trails, clocks), "record_clocks": clocks}
    around = (through.registry, kept.audit, Sealing(key_source(settings)))
    telling = notifications(settings, store, around, (desk.types, majors, impact, clocks), clock)
    kept.vault.seals_too(telling.webhooks.seal_anew)
    insight["notifications"] = telling
    insight["mail_in"] = MailIn(store, Mailbox(settings), (desk, of_records["record_files"], impact), telling, clock)
    of_records |= of_assets(settings, (store, through.registry), (desk, queue, impact), telling, clock)
    return {**of_records, "signal_incidents": following, **of_changes, **insight}


def _networks(settings: Settings, through: Ingesting, index: SearchIndex) -> dict[str, Any]:
    """The services that say of CIs what follows from tables, traces and lists: wiring, calls, components."""
    traces = Traces(*through, now_in_microseconds)
    return {
        "sboms": Sboms(*through),
        "network_maps": NetworkMaps(through.store, through.registry, lambda at: index.as_of(at).places),
        "topology": Topology(*through, now_in_microseconds),
        "traces": traces,
        "service_graphs": Scraper(settings, traces),
        "scanners": Scanners(*through, now_in_microseconds),
    }


def _discovery(settings: Settings, through: Ingesting, audit: AuditLog, enrolled: Enrolled) -> dict[str, Any]:
    """The services that find machines: agents, credentials, scans."""
    clock, store = now_in_microseconds, through.store
    vault = CredentialVault(store, clock, Sealing(key_source(settings)), audit)
    scans = network_scans(store, clock, audit, vault, enrolled)
    scans.traps.signals_go_to(taker(through.registry))
    return {"agents": enrolled.agents, "credentials": vault, "scans": scans}


def _software(settings: Settings, store: GraphStore, kept: Kept) -> dict[str, Any]:
    """The services that know what software is called and whether licences cover it."""
    clock = now_in_microseconds
    rules = SoftwareRules(store, clock, kept.audit)
    catalogue = Catalogue(store, rules)
    entitlements = Entitlements(store, clock, Sealing(key_source(settings)), kept.audit)
    kept.vault.seals_too(entitlements.seal_anew)
    licences = Licences(store, clock, entitlements, catalogue)
    found = {"software": catalogue, "software_rules": rules, "entitlements": entitlements, "licences": licences}
    decisions = HarvestDecisions(store, clock, kept.audit)
    harvest = Harvest((licences, catalogue), Evidence(store, load_packs()), decisions)
    documents = EntitlementDocuments(store, clock, kept.audit)
    answers = {"entitlement_documents": documents, "harvest": harvest}
    return {**found, **answers, "vulnerabilities": Vulnerabilities(store, clock, kept.audit)}


def _monitoring(store: GraphStore, registry: Registry, audit: AuditLog) -> dict[str, Any]:
    """The services that keep what monitoring says, and what discovery says that nobody has planned."""
    clock = now_in_microseconds
    signals = Signals(store, registry, clock, audit)
    return {
        "causes": Causes(store, signals),
        "cause_marks": Marks(store, clock, audit),
        "watching": Watching(store, registry),
        "unauthorised": UnauthorisedChanges(store, clock, audit),
        "signals": signals,
        "signal_bindings": Bindings(store, clock, audit),
        "signal_mappings": Mappings(store, clock, audit),
    }


def _is_shared(settings: Settings) -> bool:
    """Whether other servers may write to the graph, too."""
    return bool(settings.graph_uri)


def _catch_up_seconds(settings: Settings) -> float | None:
    """How often the index looks for what others wrote, on a graph that other servers write too."""
    return _CATCH_UP_SECONDS if _is_shared(settings) else None


def _built(index: SearchIndex) -> SearchIndex:
    index.build()
    return index
