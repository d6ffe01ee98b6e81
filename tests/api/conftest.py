"""A server and clients for every test of the API."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from cmdb_server.graph_store.store import GraphStore
from tests.api.estate import Estate, reported
from tests.api.receiving import Mailbox, mail_server, mail_settings
from tests.api.serving import Serving, serving
from tests.engine import wipe


@pytest.fixture
def server(store: GraphStore, tmp_path: Path) -> Iterator[Serving]:
    """A server on an empty graph."""
    with serving(store, tmp_path) as started:
        yield started


@pytest.fixture
def admin(server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission."""
    with server.client() as client:
        yield client


@pytest.fixture(scope="module")
def shared_server(session_store: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server on a graph that was empty before the module's tests; for tests that do not mind each other."""
    wipe(session_store)
    session_store.unsubscribe_all()
    with serving(session_store, tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def password(server: Serving) -> str:
    """The password of the first administrator, who is called admin."""
    return server.services.accounts.ensure_administrator() or ""


@pytest.fixture(scope="module")
def estate(shared_server: Serving) -> Estate:
    """The estate of estate.py, for tests that change nothing of it."""
    return reported(shared_server)


@pytest.fixture
def reader(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client that may only read."""
    with shared_server.client(shared_server.token_for("read")) as client:
        yield client


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    """A mail server that takes all."""
    with mail_server(Mailbox()) as started:
        yield started


@pytest.fixture(scope="module")
def mailing_server(
    session_store: GraphStore, tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox
) -> Iterator[Serving]:
    """A server of the module's own that sends its mail there, on an empty graph."""
    wipe(session_store)
    session_store.unsubscribe_all()
    sends = mail_settings(mailbox)
    with serving(session_store, tmp_path_factory.mktemp("server"), **sends, mail_domains="example.net") as started:
        yield started
