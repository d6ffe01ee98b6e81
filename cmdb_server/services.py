"""The parts of a running server, wired once by `app.create_app` and handed to whoever answers a request."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cmdb_server.assets.accepting import Acceptances
from cmdb_server.assets.arriving import Arrivals
from cmdb_server.assets.gaps import Gaps
from cmdb_server.assets.leaving import Leaving
from cmdb_server.assets.receiving import Receiving
from cmdb_server.assets.register import AssetRegister
from cmdb_server.assets.report_schedules import ReportSchedules
from cmdb_server.assets.stocktakes import Stocktakes
from cmdb_server.auth.accounts import Accounts
from cmdb_server.auth.agents import Agents
from cmdb_server.auth.audit import AuditLog
from cmdb_server.auth.foreign_accounts import ForeignAccounts
from cmdb_server.auth.roles import RolesAndTeams
from cmdb_server.auth.sessions import Sessions
from cmdb_server.auth.single_sign_on import SingleSignOn
from cmdb_server.auth.tokens import ApiTokens
from cmdb_server.auth.users import Users
from cmdb_server.causes.asking import Causes
from cmdb_server.causes.marks import Marks
from cmdb_server.change_runs.following import ChangeRuns
from cmdb_server.ci_detail.detail import CIDetails
from cmdb_server.class_packs.checking import ClassPacks
from cmdb_server.credential_vault.vault import CredentialVault
from cmdb_server.data_sources.sources import Sources
from cmdb_server.duplicates.deciding import Duplicates
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.harvest.harvest import Harvest
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.imports.imports import Imports
from cmdb_server.incident_predictions.comparing import IncidentPredictions
from cmdb_server.ingest.ageing import Ageing
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.waiting import WaitingItems
from cmdb_server.itsm.changes.assessing import Assessor
from cmdb_server.itsm.changes.delegating import Delegations
from cmdb_server.itsm.changes.rules import ChangeRules
from cmdb_server.itsm.desk import Desk
from cmdb_server.itsm.files.keeping import RecordFiles
from cmdb_server.itsm.meetings.keeping import Meetings
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.rotas.assigning import Assigning
from cmdb_server.itsm.rotas.keeping import Rotas
from cmdb_server.itsm.tasks.tasking import Tasks
from cmdb_server.itsm.templates.keeping import Templates
from cmdb_server.licences.documents import EntitlementDocuments
from cmdb_server.licences.keeping import Entitlements
from cmdb_server.licences.positions import Licences
from cmdb_server.mail_in.taking import MailIn
from cmdb_server.manual_edits.editing import ManualEdits
from cmdb_server.network_map.maps import NetworkMaps
from cmdb_server.network_scans.scans import NetworkScans
from cmdb_server.notifications.office import Notifications
from cmdb_server.numbers.cases import Cases
from cmdb_server.reconciliation_rules.editing import ReconciliationRules
from cmdb_server.record_insight.major import Majors
from cmdb_server.record_insight.problems import Problems
from cmdb_server.record_insight.suggesting import Suggesting
from cmdb_server.saved_queries.saved import SavedQueries
from cmdb_server.sboms.attaching import Sboms
from cmdb_server.scanners.recognition import Scanners
from cmdb_server.scenarios.scenarios import Scenarios
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.service_levels.timing import Clocks
from cmdb_server.service_mapping.maps import ServiceMaps
from cmdb_server.service_status.outages import Outages
from cmdb_server.settings import Settings
from cmdb_server.signal_incidents.following import SignalIncidents
from cmdb_server.signals.bindings import Bindings
from cmdb_server.signals.mappings import Mappings
from cmdb_server.signals.signals import Signals
from cmdb_server.single_points.reports import SinglePointReports
from cmdb_server.software.catalogue import Catalogue
from cmdb_server.software.rules import SoftwareRules
from cmdb_server.suggestions.inbox import Suggestions
from cmdb_server.topology.topology import Topology
from cmdb_server.traces.scraping import Scraper
from cmdb_server.traces.traces import Traces
from cmdb_server.unauthorised_changes.inbox import UnauthorisedChanges
from cmdb_server.unauthorised_changes.watching import Watching
from cmdb_server.vulnerabilities.service import Vulnerabilities
from graph_schema import Registry


@dataclass(frozen=True)
class Services:
    """Everything a request may need. `engine_state` answers running, restarting or failed."""

    settings: Settings
    registry: Registry
    store: GraphStore
    ingest: Ingest
    duplicates: Duplicates
    waiting: WaitingItems
    edits: ManualEdits
    sources: Sources
    rules: ReconciliationRules
    ageing: Ageing
    imports: Imports
    cis: CIDetails
    index: SearchIndex
    saved_queries: SavedQueries
    scenarios: Scenarios
    class_packs: ClassPacks
    impact: ImpactAnalysis
    single_points: SinglePointReports
    service_maps: ServiceMaps
    suggestions: Suggestions
    sessions: Sessions
    accounts: Accounts
    users: Users
    roles_and_teams: RolesAndTeams
    tokens: ApiTokens
    agents: Agents
    audit: AuditLog
    credentials: CredentialVault
    scans: NetworkScans
    network_maps: NetworkMaps
    topology: Topology
    traces: Traces
    scanners: Scanners
    signals: Signals
    signal_bindings: Bindings
    signal_mappings: Mappings
    causes: Causes
    cause_marks: Marks
    desk: Desk
    records: RecordQueue
    templates: Templates
    tasks: Tasks
    meetings: Meetings
    rotas: Rotas
    assigning: Assigning
    record_files: RecordFiles
    asset_gaps: Gaps
    stocktakes: Stocktakes
    assets: AssetRegister
    arrivals: Arrivals
    acceptances: Acceptances
    leaving: Leaving
    report_schedules: ReportSchedules
    receiving: Receiving
    suggesting: Suggesting
    problems: Problems
    majors: Majors
    assessor: Assessor
    change_rules: ChangeRules
    delegations: Delegations
    change_runs: ChangeRuns
    outages: Outages
    incident_predictions: IncidentPredictions
    numbers: Cases
    notifications: Notifications
    mail_in: MailIn
    record_clocks: Clocks
    unauthorised: UnauthorisedChanges
    watching: Watching
    signal_incidents: SignalIncidents
    software: Catalogue
    software_rules: SoftwareRules
    entitlements: Entitlements
    entitlement_documents: EntitlementDocuments
    licences: Licences
    harvest: Harvest
    vulnerabilities: Vulnerabilities
    sboms: Sboms
    service_graphs: Scraper
    single_sign_on: SingleSignOn | None
    foreign_accounts: ForeignAccounts
    clock: Callable[[], int]
    engine_state: Callable[[], str]
    static: Path
