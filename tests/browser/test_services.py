"""Somebody makes a service, looks at what it comes to before it is kept, and asks its map why one needs the other."""

import re

from playwright.sync_api import expect

from tests.browser.visitor import Visitor


def test_a_service_is_made_previewed_kept_and_walked(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/services")
    expect(page.get_by_role("table", name="Services")).to_contain_text("Web shop")
    violations = visitor.violations()

    page.get_by_role("button", name="New service…").click()
    page.get_by_label("Name", exact=False).first.fill("Checkout")
    page.get_by_label("Support hours").fill("24x7")
    page.get_by_role("button", name="Make the service").click()
    expect(visitor.heading("Checkout")).to_be_visible()
    page.get_by_label("Entry points, one a line").fill("shop web\nnowhere.example:443")
    preview = page.get_by_role("status", name="Preview")
    expect(preview).to_contain_text("Saving adds: ")
    expect(preview).to_contain_text("no CI is called nowhere.example")
    violations += visitor.violations()
    page.get_by_role("button", name="Save the definition").click()
    expect(page.get_by_text("1 entry point leads nowhere yet")).to_be_visible()

    page.get_by_role("tab", name="Map").click()
    picture = page.get_by_role("application", name=re.compile(r"^Map of the service Checkout: \d+ CIs"))
    picture.focus()
    for key in ("ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_role("region", name="Selected member", exact=True)).to_contain_text("shop web")
    page.get_by_role("button", name=re.compile(r"^nginx")).first.click()
    expect(page.get_by_role("region", name="Why one needs the other")).to_contain_text("shop web needs nginx")
    violations += visitor.violations()
    picture.focus()
    page.keyboard.press("t")
    expect(page.get_by_role("table", name="Members")).to_contain_text("entered here")
    violations += visitor.violations()
    page.get_by_role("tab", name="What is not known").click()
    expect(page.get_by_text("observed connections explained")).to_be_visible()
    violations += visitor.violations()

    assert violations == []


def test_suggestions_are_accepted_refused_and_put_off(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/services?tab=suggestions")
    owner = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Workplace owns E-mail"))
    expect(owner).to_contain_text("the sources of E-mail call its owner Workplace")
    violations = visitor.violations()

    owner.get_by_role("button", name="Accept…").click()
    page.get_by_label("Reason").fill("they do")
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.locator("[data-result]")).to_contain_text("Workplace owns E-mail is accepted.")
    page.get_by_role("group", name=re.compile("about named on osl-dns-ns-01")).get_by_text("Refuse").click()
    expect(page.locator("[data-result]")).to_contain_text("is refused and not asked again")
    page.get_by_role("group", name=re.compile("Intranet and files")).get_by_text("Later").click()
    expect(page.get_by_text("1 other is put off until later.")).to_be_visible()
    expect(page.get_by_role("table", name="Decided")).to_contain_text("they do")
    violations += visitor.violations()

    assert violations == []


def test_redundancy_and_unknown_addresses_are_listed(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/services?tab=redundancy")
    expect(page.get_by_role("table", name="Redundancy groups")).to_contain_text("members are on one site")
    violations = visitor.violations()

    visitor.go("/services?tab=certificates")
    expect(page.get_by_role("table", name="Certificates")).to_contain_text(re.compile(r"days?|expired"))
    violations += visitor.violations()
    visitor.go("/services?tab=unknown")
    expect(page.get_by_role("heading", name="Addresses that no CI has")).to_be_visible()
    violations += visitor.violations()

    assert violations == []
