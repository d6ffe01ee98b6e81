"""Somebody looks at how a site is wired: by keyboard from the way out to a port, then as a table and a file."""

import re

from playwright.sync_api import expect

from tests.browser.visitor import Visitor


def test_a_site_is_walked_from_the_way_out_to_the_port_of_a_machine(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/discovery?tab=map")
    picture = page.get_by_role("application", name=re.compile(r"^Network map of \d+ devices and \d+ links"))
    expect(page.get_by_label("Site", exact=True).first).to_have_value(re.compile("^Oslo Nydalen"))
    expect(page.get_by_text("without a known link").first).to_be_visible()
    violations = visitor.violations()

    picture.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "PageDown"):
        page.keyboard.press(key)
    link = page.get_by_role("region", name="Selected link")
    expect(link.get_by_role("heading")).to_have_text(re.compile("osl-rt-0. . osl-fw-0."))
    expect(link).to_contain_text("xe-0/1/0")
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Legend")).to_be_visible()
    visitor.go(f"/discovery?tab=map&ci={visitor.uid_of('osl-acc-01')}")
    violations += visitor.violations()
    page.get_by_role("button", name=re.compile("Ethernet11 of osl-core-01")).click()
    expect(link).to_contain_text("Ethernet11")

    expect(link).to_contain_text("VLAN 100, 108")
    page.get_by_label("Subnet", exact=True).first.click()
    page.get_by_role("option", name=re.compile(r"^198\.18\.8\.0")).click()
    expect(page).to_have_url(re.compile("subnet=198.18.8.0"))
    expect(page.get_by_role("application", name=re.compile("^Network map of 41 devices"))).to_be_visible()
    page.get_by_role("application").focus()
    page.keyboard.press("t")
    expect(page.get_by_role("grid", name="Links, port by port")).to_contain_text("GigabitEthernet1/0/")
    violations += visitor.violations()
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV, port by port").click()

    assert violations == []
    assert download.value.path().read_text(encoding="utf-8").count("GigabitEthernet1/0/") >= 30


def test_what_cannot_be_asked_is_named_and_something_else_can_be_asked(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/discovery?tab=map&vlan=office")
    expect(page.get_by_role("alert")).to_contain_text("vlan 'office'")
    violations = visitor.violations()

    page.get_by_role("button", name="Clear the filters").click()
    expect(page.get_by_role("application", name=re.compile("^Network map of"))).to_be_visible()
    visitor.complaints.clear()  # the browser writes down that the first map was refused

    assert violations == []
