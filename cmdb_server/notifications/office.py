"""All that notices need, put together: what the API, the jobs and the command line use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cmdb_server.auth.audit import AuditLog
from cmdb_server.credential_vault.sealing import Sealing
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.notifications.acceptance_mail import AcceptanceLinks
from cmdb_server.notifications.addresses import allowed_of
from cmdb_server.notifications.clock_notices import ClockNotices
from cmdb_server.notifications.mailing import Mailer
from cmdb_server.notifications.notices import Notices
from cmdb_server.notifications.outbox import Outbox
from cmdb_server.notifications.people import People
from cmdb_server.notifications.sending import Place, Postman
from cmdb_server.notifications.task_notices import TaskNotices
from cmdb_server.notifications.watching import Watching
from cmdb_server.notifications.webhooks import Webhooks
from cmdb_server.record_insight.major import Majors
from cmdb_server.service_levels.timing import Clocks
from cmdb_server.settings import Settings
from graph_schema import Registry


@dataclass(frozen=True)
class Notifications:
    """Who is told what: accounts and their wishes, watchers, webhooks, what waits and what is sent."""

    people: People
    watching: Watching
    webhooks: Webhooks
    outbox: Outbox
    clocks: ClockNotices
    tasks: TaskNotices
    notices: Notices
    postman: Postman
    mailer: Mailer
    place: Place
    links: AcceptanceLinks

    def tell_clocks(self, queue: RecordQueue) -> int:
        """Make notices of clocks that are at risk or missed; how many."""
        return self.clocks.tell(queue, self.notices.clock(), self.place.url)

    def tell_tasks(self, queue: RecordQueue) -> int:
        """Make notices of open tasks that are late; how many."""
        return self.tasks.tell(queue, self.notices.clock(), self.place.url)

    def run(self) -> dict[str, int]:
        """Make notices of what happened, send what is due; how many of each."""
        made = self.outbox.empty(self.place.url)
        sent = self.postman.send_mails(self.place) | self.postman.send_requests(self.place)
        return {"made": made, **sent}


def notifications(
    settings: Settings, store: GraphStore, around: tuple[Registry, AuditLog, Sealing],
    records: tuple[Mapping[str, RecordType], Majors, ImpactAnalysis, Clocks], clock: Callable[[], int],
) -> Notifications:  # fmt: skip
    """The parts on a graph; the analysis sees everything, `clock` in microseconds."""
    (registry, audit, sealing), (types, majors, impact, clocks) = around, records
    domains = tuple(filter(None, (one.strip() for one in settings.mail_domains.split(","))))
    people = People(store, audit, lambda: domains)
    watching = Watching(store, people, clock)
    webhooks = Webhooks(store, clock, (sealing, audit), tuple(types), allowed_of(settings.webhook_targets))
    outbox = Outbox(store, (people, watching, webhooks), (types, majors, impact), clock)
    notices, mailer = Notices(store, clock), Mailer(settings)
    links = AcceptanceLinks(sealing)
    postman = Postman(store, notices, (mailer, webhooks, people), (registry, types, impact), links)
    place = Place(url_of(settings), settings.mail_from, settings.webhook_ca_file)
    clocked, late = ClockNotices(types, clocks, outbox), TaskNotices(types, outbox)
    return Notifications(people, watching, webhooks, outbox, clocked, late, notices, postman, mailer, place, links)


def url_of(settings: Settings) -> str:
    """Where pages are, without a slash at the end."""
    scheme = "https" if settings.has_tls else "http"
    return (settings.public_url or f"{scheme}://{settings.host}:{settings.port}").rstrip("/")
