"""Somebody leaves: what they hold is found and taken back at once, by keyboard alone on a small screen."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cmdb_server.assets.register import NewAsset
from cmdb_server.itsm.workflow import Worker
from tests.api.slapd import ADMIN, BASE, SLAPD, Person, ldap_server
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor
from tests.discovery_agent.certificates import certified_server

KEEPER = Worker("kim", may_work=True)


def test_a_leaver_brings_back_all_but_one(visitor: Visitor) -> None:
    services, page, keys = visitor.site.services, visitor.page, Keyboard(visitor.page)
    told = ({"title": f"Thing {turn}", "asset_tag": f"LVR-{turn}", "holder": "Lee Leaver"} for turn in range(3))
    taken = services.assets.take([NewAsset(values, "in_use") for values in told], (KEEPER, services.impact))
    page.set_viewport_size({"width": 390, "height": 800})
    visitor.go("/leavers")
    keys.reach(page.get_by_label("Who leaves"))
    page.keyboard.type("Lee Leaver\nNobody Nowhere")
    keys.press("What they hold")
    expect(page.get_by_text("3 assets are still out.")).to_be_visible()
    expect(page.get_by_text("Without anything: Nobody Nowhere")).to_be_visible()
    assert visitor.violations() == []

    keys.reach(page.get_by_role("checkbox", name=f"Select {taken[2].number}"))
    page.keyboard.press("Space")
    keys.write("Site", "Oslo Nydalen")
    keys.write("Room", "IT stock")
    keys.press("Change them")

    expect(page.get_by_text("1 asset is still out.")).to_be_visible()
    expect(page.locator("[data-result]")).to_contain_text("2 of 2 are done.")
    assert services.desk.one(taken[0].number).state == "in_stock"
    assert services.desk.one(taken[0].number).value("room") == "IT stock"
    assert services.desk.one(taken[2].number).value("holder") == "Lee Leaver"


@pytest.mark.skipif(SLAPD is None, reason="needs Debian's slapd")
def test_the_directory_tells_who_has_left(visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services, page, keys = visitor.site.services, visitor.page, Keyboard(visitor.page)
    held = NewAsset({"title": "Thing", "asset_tag": "LVR-D", "holder": "dora@example.org"}, "in_use")
    services.assets.take([held], (KEEPER, services.impact))
    certified_server(tmp_path)
    (tmp_path / "password").write_text("sesame", encoding="utf-8")
    visitor.go("/leavers")
    expect(page.get_by_text("set CMDB_LDAP_HOST and CMDB_LDAP_BASE")).to_be_visible()

    people = [Person("dora", "Dora Left"), Person("nils", "Nils Nothing"), Person("gus", "Gus Gone", has_left=False)]
    with ldap_server(tmp_path, "sesame", people) as serves:
        directory = services.leaving.directory
        given = replace(
            directory.settings, ldap_host="127.0.0.1", ldap_port=serves.tls, ldap_user=ADMIN, ldap_base=BASE,
            ldap_password_file=tmp_path / "password", ldap_ca_file=tmp_path / "server.pem",
            ldap_leavers="(employeeType=left)",
        )  # fmt: skip
        monkeypatch.setattr(directory, "settings", given)
        visitor.go("/leavers")
        keys.press("Who has left by the directory")
        expect(page.get_by_text("1 asset is still out.")).to_be_visible()
        expect(page.get_by_role("cell", name="Dora Left").or_(page.get_by_text("Dora Left"))).to_be_visible()
        expect(page.get_by_text("2 people have left, 1 holds something still")).to_be_visible()
        assert visitor.violations() == []

    with ldap_server(tmp_path, "sesame", people[1:2]) as serves:
        monkeypatch.setattr(directory, "settings", replace(given, ldap_port=serves.tls))
        keys.press("Who has left by the directory")
        expect(page.get_by_text("1 asset is still out.")).to_be_visible()
        expect(page.get_by_role("cell", name="No longer in the directory").first).to_be_visible()
    keys.press("Who has left by the directory")
    expect(page.get_by_role("alert")).to_contain_text("CMDB_LDAP_HOST")
    visitor.complaints.clear()  # of the answer 502
