"""An administrator goes from a failed scan over its cause and the credential to a green one."""

from playwright.sync_api import expect

from cmdb_server.auth.audit import Actor
from cmdb_server.auth.identity import ADMIN
from cmdb_server.services import Services
from discovery_agent.traps.batch import Subject, message_of
from discovery_agent.traps.reasons import WRONG_CREDENTIAL
from discovery_agent.traps.tally import Tally
from tests.api.scanning import OPENED, REFUSED, Collector, attempt, collector, outcome
from tests.api.serving import LogLines, Serving
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

PLANTED = "pl4nted-in-the-browser"
SHOWN = f"22 ssh-ed25519 SHA256:{'A' * 43}"
COLD_START = "1.3.6.1.6.3.1.1.5.1"


def worker_of(visitor: Visitor) -> Collector:
    """A collector of the site that is looked at."""
    services: Services = visitor.site.services
    token = services.tokens.create("browser", ADMIN, 0, Actor("test"))[1]
    return collector(Serving(services, visitor.site.url, token, LogLines()), network_scope="default")


def keep_credential(visitor: Visitor) -> None:
    """Keep an SSH password by the form."""
    page = visitor.page
    visitor.go("/discovery?tab=credentials")
    page.get_by_label("Name", exact=True).fill("linux")
    page.get_by_label("User", exact=True).fill("svc")
    page.get_by_label("Password", exact=True).fill(PLANTED)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Test: linux")).to_be_visible()


def define_and_start(visitor: Visitor) -> None:
    """Look at the preview of a scan, define it, look at its form again and start it."""
    page = visitor.page
    visitor.go("/discovery?tab=scans")
    page.get_by_label("Name", exact=True).fill("office")
    page.get_by_label("Ranges", exact=True).fill("198.18.200.1-2")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("2 addresses would be touched")).to_be_visible()
    page.get_by_role("button", name="Define the scan").click()
    page.get_by_role("button", name="Change: office").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Change: office")).to_be_focused()
    page.get_by_role("button", name="Scan now: office").click()
    expect(page.get_by_text("It waits for a collector")).to_be_visible()


def accept_key(visitor: Visitor, worker: Collector, address: str, credential_id: str) -> list[str]:
    """Accept the key that a device shows since it was installed anew, by keyboard, and scan it again; violations."""
    page, keys = visitor.page, Keyboard(visitor.page)
    visitor.go("/discovery?tab=failures")
    keys.reach(page.locator("summary"))
    page.keyboard.press("Enter")
    keys.press(f"Accept the key of {address}…")
    expect(page.get_by_role("dialog")).to_contain_text(SHOWN.rpartition(" ")[2])
    violations = visitor.violations()
    keys.press("Accept the key")
    expect(page.get_by_text("This key is accepted: scan the address again.")).to_be_visible()
    violations += visitor.violations()
    keys.press("Scan 1 again")
    expect(page.get_by_text("It waits for a collector")).to_be_visible()
    trusting = worker.next()
    worker.tell(trusting, outcome(address, "inventoried", attempt(OPENED, credential_id=credential_id)), is_done=True)
    expect(page.get_by_role("button", name="Inventoried (1)")).to_be_visible()
    assert trusting["host_keys"] == {address: SHOWN}
    return violations


def tell_traps(worker: Collector) -> None:
    """One of a sender that no CI is known of, and one that was not believed."""
    tally = Tally()
    tally.take(Subject("198.18.200.77", COLD_START), {}, "v2c")
    tally.refuse("198.18.200.78", WRONG_CREDENTIAL)
    worker.post("/collectors/traps", message_of(tally.batch("b-1", "[::]:1162")))


def look_at_traps(visitor: Visitor, worker: Collector) -> list[str]:
    """See what became of traps, and of whom no CI is known; violations."""
    page = visitor.page
    tell_traps(worker)
    visitor.go("/discovery?tab=collectors")
    expect(page.get_by_text("Asks for work")).to_be_visible()
    expect(page.get_by_role("table", name="Traps of oslo-1")).to_contain_text("It was not believed.")
    violations = visitor.violations()
    page.get_by_text("Senders that no CI is known of (1)").click()
    expect(page.get_by_role("link", name="198.18.200.77")).to_be_visible()
    return violations + visitor.violations()


def test_a_failed_scan_leads_to_its_cause_the_credential_and_a_green_one(visitor: Visitor) -> None:
    page, worker = visitor.page, worker_of(visitor)
    keep_credential(visitor)
    seen, violations = [page.content()], visitor.violations()

    define_and_start(visitor)
    expect(page.get_by_role("group", name="Run of a scan")).to_be_focused()
    job = worker.next()
    (given,) = job["credentials"]
    uid = given["credential_id"]
    refused = [outcome(at, "failed", attempt(REFUSED, credential_id=uid)) for at in job["addresses"]]
    worker.tell(job, *refused, is_done=True)
    expect(page.get_by_role("button", name="Failed (2)")).to_be_visible()
    page.get_by_text("198.18.200.1", exact=True).click()
    expect(page.get_by_role("table", name="Attempts at 198.18.200.1")).to_contain_text("with linux")
    seen.append(page.content())
    violations += visitor.violations()

    visitor.go("/discovery?tab=failures")
    violations += visitor.violations()
    page.get_by_role("button", name="Scan 2 again").click()
    expect(page.get_by_text("It waits for a collector")).to_be_visible()
    again = worker.next()
    opened, _ = [outcome(at, "inventoried", attempt(OPENED, credential_id=uid)) for at in again["addresses"]]
    changed = {**attempt("host_key_changed", credential_id=uid), "host_key": SHOWN}
    worker.tell(again, opened, outcome(again["addresses"][1], "failed", changed), is_done=True)
    expect(page.get_by_role("button", name="Inventoried (1)")).to_be_visible()
    violations += accept_key(visitor, worker, again["addresses"][1], uid)

    violations += look_at_traps(visitor, worker)
    visitor.go("/discovery?tab=scans")
    violations += visitor.violations()

    assert given["secret"] == {"password": PLANTED}
    assert not any(PLANTED in text for text in seen)
    assert violations == []
