"""A server with the demonstration estate, and Debian's Chromium that looks at it."""

import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from cmdb_server.app import API
from cmdb_server.auth.accounts import FIRST_USER
from cmdb_server.auth.audit import Actor
from cmdb_server.demo.estate import generate
from cmdb_server.demo.licences import ENTITLEMENTS
from cmdb_server.demo.loading import load
from cmdb_server.demo.monitoring import SENDER, offers
from cmdb_server.graph_store.engine import EngineSettings
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.wiring import STATIC
from graph_schema.report import Report
from tests.api.serving import serving
from tests.browser.visitor import AXE, Site, Visitor
from tests.engine import started_store

# A statement that Neo4j plans for the first time takes seconds on a busy machine.
expect.set_options(timeout=20_000)

HOST = "127.0.0.1"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# The same without windows: it takes three fifths of the processor time, but has no camera.
_LIGHT = "chromium-headless-shell"
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def site_store(engine_settings: EngineSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """The store of an engine of the browser's own: its estate is loaded once, where other tests empty theirs."""
    with started_store(replace(engine_settings, data_dir=tmp_path_factory.mktemp("site_graph"))) as started:
        yield started


@pytest.fixture(scope="session")
def site(site_store: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server whose graph holds the demonstration estate."""
    if not (STATIC / "index.html").is_file() or not AXE.is_file():
        pytest.fail("the front end is not built: run `make test`, or `python hatch_build.py`")
    with serving(site_store, tmp_path_factory.mktemp("site")) as started:
        reports = list(map(_with_few_packages, generate(datetime.now(UTC))))
        services = started.services
        load(reports, services.ingest, services.registry, lambda _done, _all: None)
        services.signals.take(SENDER, offers(services.clock()))
        services.entitlements.add(ENTITLEMENTS, Actor("test"))
        password = services.accounts.ensure_administrator() or services.users.reset_password(FIRST_USER, Actor("test"))
        yield Site(started.url, password or "", services)


def _with_few_packages(report: Report) -> Report:
    """A report of the estate, without packages where no test looks at them: they are half of the loading."""
    if "-db-" in report.source:
        return report
    return replace(report, sections=tuple(section for section in report.sections if section.name != "packages"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as started:
        yield started


@contextmanager
def chromium(*options: str) -> Generator[Browser]:
    """Chromium; with further options of its command line the one that knows them all."""
    names = CHROMIUM if options else (_LIGHT, *CHROMIUM)
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*_OPTIONS, *options])
        yield started
        started.close()


@pytest.fixture(scope="module")
def logged_in(site: Site) -> StorageState:
    """The cookies of the first administrator; test_pages.py logs in by keyboard."""
    with httpx.Client(base_url=site.url) as client:
        told = {"username": FIRST_USER, "password": site.password}
        client.post(f"{API}/session", json=told).raise_for_status()
        cookies = [(str(cookie.name), str(cookie.value), cookie.path) for cookie in client.cookies.jar]
    return {"cookies": [{"name": name, "value": value, "path": path, "domain": HOST} for name, value, path in cookies]}


@pytest.fixture
def visitor(browser: Browser, site: Site, logged_in: StorageState) -> Iterator[Visitor]:
    """Somebody who is logged in and has opened no page yet. What the browser complains about fails the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, storage_state=logged_in)
    visitor = Visitor(context.new_page(), site)
    yield visitor
    context.close()
    assert visitor.complaints == []
