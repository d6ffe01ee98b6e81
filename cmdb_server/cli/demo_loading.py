"""The demonstration estate beside the own machine, with a progress bar; loading it again changes nothing."""

import threading
from datetime import UTC, datetime

from rich.progress import Progress

from cmdb_server.assets.gaps import ASSET
from cmdb_server.auth.audit import Actor
from cmdb_server.cli.screen import errors, output
from cmdb_server.demo.acceptance import tell_acceptance
from cmdb_server.demo.assets import owned
from cmdb_server.demo.estate import generate
from cmdb_server.demo.licences import ENTITLEMENTS
from cmdb_server.demo.loading import load
from cmdb_server.demo.procurement import tell_procurement
from cmdb_server.demo.use import tell_use
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.workflow import Worker
from cmdb_server.services import Services


class _Stopped(Exception):  # noqa: N818 - not an error: somebody pressed Ctrl-C
    """Loading was interrupted; what was stored stays, the next start goes on."""


def load_demo(services: Services, stopping: threading.Event) -> None:
    """Store the estate's reports until done or stopped."""
    reports = list(generate(datetime.now(UTC)))
    with Progress(console=errors, transient=True) as progress:
        task = progress.add_task("demonstration estate", total=len(reports))

        def show(done: int, _all: int) -> None:
            progress.update(task, completed=done)
            if stopping.is_set():
                raise _Stopped

        try:
            loaded = load(reports, services.ingest, services.registry, show)
        except _Stopped:
            return
    _take_assets(services)
    tell_procurement(services, datetime.now(UTC))
    _tell_licences(services)
    tell_use(services)
    tell_acceptance(services)
    counts = f"{loaded.stored} stored, {loaded.unchanged} unchanged, {loaded.partial} with refused parts"
    output.print(f"Demonstration estate: {len(reports)} reports, {counts}.", style="dim", soft_wrap=True)


def _take_assets(services: Services) -> None:
    """Take in what the company owns, once."""
    if not services.records.find(Wanted(type=ASSET), 0, 1)[0]:
        keeper = Worker("demo", may_work=True, may_manage=True)
        services.assets.take(list(owned(datetime.now(UTC).date())), (keeper, services.impact))


def _tell_licences(services: Services) -> None:
    """Say what the company bought, once."""
    if not services.entitlements.all():
        services.entitlements.add(ENTITLEMENTS, Actor("demo"))
