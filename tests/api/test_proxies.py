"""Where a request comes from is what a trusted proxy says, and nobody else."""

from pathlib import Path

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.settings import SettingError, Settings
from cmdb_server.web_server import listen
from tests.api.serving import serving

SAID = "203.0.113.9"


@pytest.mark.parametrize(
    ("trusted", "address"),
    [("127.0.0.1", SAID), ("10.0.0.1, 127.0.0.0/8", SAID), ("10.0.0.1", "127.0.0.1"), ("", "127.0.0.1")],
)
def test_only_a_trusted_proxy_says_where_somebody_comes_from(
    store: GraphStore, tmp_path: Path, trusted: str, address: str
) -> None:
    with serving(store, tmp_path, is_behind_proxy=True, trusted_proxies=trusted) as server, server.client("") as page:
        page.headers["X-Forwarded-For"] = SAID
        page.post("/session", json={"username": "nobody", "password": "a guess"})
        (entry,) = server.services.audit.page("", 1, action="session")[0]

    assert entry.address == address


def test_what_is_no_address_of_a_proxy_is_named() -> None:
    with pytest.raises(SettingError, match=r"'proxy\.example' is no address and no network"):
        listen(Settings(port=0, trusted_proxies="127.0.0.1,proxy.example"))
