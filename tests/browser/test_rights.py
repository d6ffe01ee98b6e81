"""A role is made in the browser; somebody whom an OpenID provider knows logs in and sees what that role shows."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from cmdb_server.auth.accounts import FIRST_USER
from cmdb_server.auth.audit import Actor
from cmdb_server.graph_store.store import GraphStore
from tests.api.estate import Estate, reported
from tests.api.provider import CLIENT_ID, CLIENT_SECRET, Provider, provider
from tests.api.serving import serving
from tests.browser.visitor import Site, Visitor
from tests.engine import wipe


@pytest.fixture(scope="module")
def idp() -> Iterator[Provider]:
    """A provider where ada is in the group desk."""
    with provider(lambda: int(time.time())) as started:
        started.claims = {"preferred_username": "ada", "groups": ["desk"]}
        yield started


@pytest.fixture(scope="module")
def reported_site(
    session_store: GraphStore, tmp_path_factory: pytest.TempPathFactory, idp: Provider
) -> Iterator[tuple[Site, Estate]]:
    """A server with the small estate that offers the provider; its groups give a role that nobody has made yet."""
    wipe(session_store)
    session_store.unsubscribe_all()
    folder = tmp_path_factory.mktemp("site")
    (folder / "secret").write_text(CLIENT_SECRET, encoding="utf-8")
    given = {
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret_file": folder / "secret",
        "oidc_roles": "desk=server-desk",
    }
    with serving(session_store, folder, oidc_issuer=idp.url, oidc_name="the works", **given) as started:
        services = started.services
        password = services.accounts.ensure_administrator() or services.users.reset_password(FIRST_USER, Actor("test"))
        yield Site(started.url, password or "", services), reported(started)


@pytest.fixture(scope="module")
def site(reported_site: tuple[Site, Estate]) -> Site:
    """The server, for the visitor."""
    return reported_site[0]


def test_who_logs_in_at_a_provider_sees_what_the_role_of_the_group_shows(
    visitor: Visitor, browser: Browser, reported_site: tuple[Site, Estate], idp: Provider
) -> None:
    site, estate = reported_site
    visitor.go("/rights?tab=roles")
    visitor.page.get_by_role("button", name="New role", exact=True).click()
    visitor.page.get_by_role("button", name="Cancel").click()
    expect(visitor.page.get_by_role("button", name="New role", exact=True)).to_be_focused()
    visitor.page.get_by_role("button", name="New role", exact=True).click()
    form = visitor.page.get_by_role("form", name="Role")
    form.get_by_label("Name").fill("server-desk")
    form.get_by_role("group", name="Grant 1").get_by_label("Class, with all below it").select_option("server")
    assert visitor.violations() == []
    form.get_by_role("button", name="Save the role").click()
    expect(visitor.page.get_by_text("The role server-desk is kept.").first).to_be_visible()
    expect(visitor.page.get_by_role("table", name="Grants of server-desk")).to_contain_text("server")

    ada = Visitor(browser.new_page(), site)
    ada.go(f"/login?next=/cis/{estate.app1}")
    ada.page.get_by_role("link", name="Log in with the works").click()

    expect(ada.heading("app1")).to_be_visible()
    ada.settle()
    expect(ada.page.get_by_text("hidden: your roles do not show it").first).to_be_visible()
    assert "10.0.0." not in ada.page.content()
    ada.go(f"/cis/{estate.app1}?tab=identity")
    expect(ada.page.get_by_role("table", name="Identifiers")).to_contain_text("(hidden)")
    expect(ada.page.get_by_role("table", name="Records of sources")).to_contain_text("(hidden)")
    assert ada.violations() == []
    ada.go("/cis")
    expect(ada.page.get_by_text("db1").first).to_be_visible()
    expect(ada.page.get_by_text("postgres")).to_have_count(0)
    ada.go("/rights")
    expect(ada.page.get_by_role("button", name="New role", exact=True)).to_have_count(0)
    ada.page.context.close()
    assert [one for one in ada.complaints if idp.url not in one and "403" not in one] == []
