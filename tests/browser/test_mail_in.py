"""An administrator sees which mail was refused, mends it and takes it, by keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cmdb_server.auth.audit import Actor
from cmdb_server.mail_in.mailbox import Mailbox
from cmdb_server.notifications.preferences import Preferences
from tests.api.imap import DOVECOT, Maildir, imap_server
from tests.browser.conftest import Site
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor
from tests.discovery_agent.certificates import certified_server

pytestmark = pytest.mark.skipif(DOVECOT is None, reason="needs Debian's dovecot-imapd")
SESAME = "open-sesame"


@pytest.fixture
def maildir(site: Site, tmp_path: Path) -> Iterator[Maildir]:
    """A mailbox that the site reads."""
    certified_server(tmp_path)
    secret = tmp_path / "imap.password"
    secret.write_text(SESAME, encoding="utf-8")
    ours = site.services.mail_in
    before = ours.mailbox
    with imap_server(tmp_path, SESAME) as started:
        given = replace(
            site.services.settings, imap_host="127.0.0.1", imap_port=started.port, imap_user="cmdb",
            imap_password_file=secret, imap_ca_file=tmp_path / "server.pem",
        )  # fmt: skip
        ours.mailbox = Mailbox(given)
        yield started
        ours.mailbox = before


def test_a_refused_mail_is_taken_after_its_sender_has_an_account(visitor: Visitor, maildir: Maildir) -> None:
    page, keys, services = visitor.page, Keyboard(visitor.page), visitor.site.services
    maildir.deliver(b"From: eva@new.example.net\r\nSubject: No printer\r\nMessage-ID: <1@new>\r\n\r\nSince noon.\r\n")
    visitor.go("/mail-in")
    keys.press("Check the mailbox")
    expect(page.locator("[data-result]").first).to_contain_text("INBOX 1")
    keys.press("Take mail now")
    expect(page.locator("[data-result]").first).to_contain_text("0 taken, 1 refused.")
    refused = page.get_by_role("region", name="Mails")
    expect(refused).to_contain_text("no account has the address eva@new.example.net")
    assert visitor.violations() == []

    services.notifications.people.save("admin", Preferences("eva@new.example.net"), Actor("test"))
    keys.press("Take No printer of eva@new.example.net after all")

    expect(refused.locator("[data-result]")).to_contain_text("It is taken for INC")
    keys.choose("Show", "Taken", "taken")
    expect(refused).to_contain_text("opened by it")
    assert visitor.violations() == []
    number = services.mail_in.arrivals.of_state("taken", 1)[0].number
    keys.reach(page.get_by_role("link", name=number))
    page.keyboard.press("Enter")
    expect(visitor.heading("No printer")).to_be_visible()
    expect(page.get_by_role("region", name="Timeline")).to_contain_text("By mail")
