"""Mail that comes in for records, by a real IMAP server."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import httpx
import pytest

from cmdb_server.auth.audit import Actor
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.files.keeping import RecordFiles
from cmdb_server.mail_in.mailbox import Mailbox, MailInError
from cmdb_server.notifications.preferences import Preferences
from cmdb_server.scheduler.jobs import take_mail
from tests.api.imap import DOVECOT, Maildir, imap_server
from tests.api.receiving import Mailbox as Sent
from tests.api.receiving import mail_server, mail_settings
from tests.api.serving import Serving, serving
from tests.discovery_agent.certificates import certified_server

pytestmark = pytest.mark.skipif(DOVECOT is None, reason="needs Debian's dovecot-imapd")
SESAME = "open-sesame"
PEOPLE = {"rita": "reader", "wim": "responder"}


@dataclass(frozen=True)
class Post:
    """A server, the mailbox that it reads and the mail that it sent."""

    server: Serving
    box: Maildir
    sent: Sent

    def write(self, subject: str, text: str = "It is down.", **heads: str) -> str:
        """Somebody writes a mail; its Message-ID in brackets."""
        mail = letter(subject, text, **heads)
        self.box.deliver(mail.as_bytes())
        return str(mail["Message-ID"])

    def take(self) -> dict[str, int] | None:
        """What the job does."""
        return take_mail.run(self.server.services)

    def tell(self) -> None:
        """Send the notices that are due."""
        self.server.services.notifications.run()


def letter(subject: str, text: str = "It is down.", **heads: str) -> EmailMessage:
    """A mail from rita, unless `heads` say otherwise; each has a Message-ID of its own."""
    mail = EmailMessage(policy=SMTP)
    known = {"From": "Rita <rita@example.net>", "Message-ID": f"<{abs(hash((subject, text)))}@mua.example.net>"}
    given = {**known, **{name.replace("_", "-"): value for name, value in heads.items()}}
    for name, value in {**given, "To": "cmdb@example.net", "Subject": subject}.items():
        mail[name] = value
    mail.set_content(text)
    return mail


@pytest.fixture(scope="module")
def imap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Maildir, Path]]:
    """An IMAP server, with the folder of its certificate and password."""
    folder = tmp_path_factory.mktemp("imap")
    certified_server(folder)
    (folder / "imap.password").write_text(SESAME + "\n", encoding="utf-8")
    with imap_server(folder, SESAME) as started:
        yield started, folder


@pytest.fixture
def sent() -> Iterator[Sent]:
    """A mail server that takes what is sent."""
    with mail_server(Sent()) as started:
        yield started


@pytest.fixture
def server(store: GraphStore, tmp_path: Path, imap: tuple[Maildir, Path], sent: Sent) -> Iterator[Serving]:
    """A server that reads an empty mailbox, and people with addresses."""
    box, folder = imap
    for file in [*box.folder.glob("mail/*/*"), *box.folder.glob("mail/.*/*/*")]:
        if file.is_file() and file.parent.name in {"new", "cur"}:
            file.unlink()
    given: dict[str, Any] = {
        "imap_host": "127.0.0.1", "imap_port": box.port, "imap_user": "cmdb", "imap_ca_file": folder / "server.pem",
        "imap_password_file": folder / "imap.password",
    }  # fmt: skip
    with serving(store, tmp_path, **given, **mail_settings(sent)) as started:
        for name, role in PEOPLE.items():
            started.services.users.create(name, (role,), (), Actor("test"))
            addressed(started, name)
        yield started


@pytest.fixture
def post(server: Serving, imap: tuple[Maildir, Path], sent: Sent) -> Post:
    """What comes to it and goes out."""
    return Post(server, imap[0], sent)


def addressed(server: Serving, name: str, address: str = "") -> None:
    """Somebody has an address."""
    wishes = Preferences(address or f"{name}@example.net")
    server.services.notifications.people.save(name, wishes, Actor("test"))


def incidents(admin: httpx.Client) -> list[dict[str, Any]]:
    """The incidents there are, the newest first."""
    return admin.get("/records", params={"type": "incident", "order": "newest"}).json()["items"]


def values_of(detail: dict[str, Any]) -> dict[str, str]:
    """The values of a record by field."""
    return {one["field"]: one["value"] for one in detail["values"]}


def refused(admin: httpx.Client) -> list[tuple[str, str]]:
    """What was refused and why."""
    items = admin.get("/mail-in/arrivals", params={"state": "refused"}).json()["items"]
    return [(one["subject"], one["reason"]) for one in items]


def comments(admin: httpx.Client, number: str) -> list[tuple[str, str]]:
    """Who commented what on a record."""
    entries = admin.get(f"/records/{number}").json()["entries"]
    return [(one["by"], one["text"]) for one in entries if one["kind"] == "comment"]


def test_a_mail_opens_an_incident_and_the_answer_to_its_confirmation_is_a_comment(
    post: Post, admin: httpx.Client
) -> None:
    written = post.write("Fwd: No mail since noon", "Outlook says\n0x800CCC0E")
    done = post.take()
    (made,) = incidents(admin)
    number = made["number"]
    post.tell()
    (answer,) = post.sent.to("rita@example.net")
    post.write("AW: whatever the subject is", "It works again.\n\nOn Monday, Plumbline wrote:\n> see there",
               In_Reply_To=answer["Message-ID"])  # fmt: skip
    post.take()

    assert done == {"taken": 1}
    detail = admin.get(f"/records/{number}").json()
    assert values_of(detail) | {
        "title": "No mail since noon", "requester": "rita", "description": "Outlook says\n0x800CCC0E",
    } == values_of(detail)  # fmt: skip
    assert detail["entries"][0]["changes"] == [
        {"field": "mail", "label": "By mail", "before": "", "after": "Fwd: No mail since noon"}
    ]
    assert (answer["Subject"], answer["In-Reply-To"]) == (f"[{number}] No mail since noon", written)
    assert answer["Auto-Submitted"] == "auto-replied"
    assert comments(admin, number) == [("rita", "It works again.")]
    assert [len(post.box.mails(folder)) for folder in ("", "Taken", "Refused")] == [0, 2, 0]


@pytest.mark.parametrize("way", ["subject", "head of the thread", "notice", "the mail that opened it"])
def test_an_answer_finds_its_record(post: Post, admin: httpx.Client, way: str) -> None:
    written = post.write("No mail")
    post.take()
    number = incidents(admin)[0]["number"]
    admin.patch(f"/records/{number}", json={"values": {"assignee": "wim"}})
    post.tell()
    notice = post.sent.to("wim@example.net")[0]
    heads = {
        "subject": {},
        "head of the thread": {"References": f"<x@y> <{number}.record@example.net>"},
        "notice": {"In_Reply_To": notice["Message-ID"]},
        "the mail that opened it": {"References": written},
    }
    post.write(
        f"Re: [{number}] No mail" if way == "subject" else "Re:", "I look.", From="wim@example.net", **heads[way]
    )

    assert post.take() == {"taken": 1}
    assert comments(admin, number) == [("wim", "I look.")]
    assert len(incidents(admin)) == 1


def test_what_is_taken_once_is_not_taken_again(post: Post, admin: httpx.Client) -> None:
    mail = letter("No mail").as_bytes()
    for _ in range(3):
        post.box.deliver(mail)
    post.take()
    post.box.deliver(mail)
    post.take()

    assert len(incidents(admin)) == 1
    assert len(post.box.mails("Taken")) == 4
    # Whoever guesses a Message-ID has no mail of another one passed over.
    post.write("No mail either", From="wim@example.net", Message_ID=str(letter("No mail")["Message-ID"]))
    post.take()
    assert len(incidents(admin)) == 2


def test_what_is_refused_is_kept_shown_and_taken_after_all(post: Post, admin: httpx.Client) -> None:
    post.write("Who am I", From="new@example.net")
    post.write("I am away", Auto_Submitted="auto-replied")
    post.write("Round", From="cmdb@example.net")
    done = post.take()
    shown = admin.get("/mail-in").json()
    items = admin.get("/mail-in/arrivals").json()["items"]
    mail = next(one for one in items if one["subject"] == "Who am I")
    again = admin.post(f"/mail-in/arrivals/{mail['arrival_id']}/take").json()
    addressed(post.server, "rita", "new@example.net")
    taken = admin.post(f"/mail-in/arrivals/{mail['arrival_id']}/take").json()

    assert done == {"refused": 3}
    assert sorted(refused(admin)) == [("I am away", "automatic"), ("Round", "own")]
    assert {one["reason"]: one["count"] for one in shown["refused"]} == {
        "unknown_sender": 1, "automatic": 1, "own": 1,
    }  # fmt: skip
    assert "no account has the address new@example.net" in mail["words"]
    assert (again["state"], taken["state"], taken["person"]) == ("refused", "taken", "rita")
    assert incidents(admin)[0]["number"] == taken["number"]
    assert [len(post.box.mails(folder)) for folder in ("", "Taken", "Refused")] == [0, 1, 2]
    assert admin.post("/mail-in/arrivals/mai_none/take").status_code == 404


def test_a_sender_who_writes_on_and_on_is_stopped(
    post: Post, admin: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cmdb_server.mail_in.deciding.MOST_AN_HOUR", 3)
    for turn in range(5):
        post.write(f"Loop {turn}")

    assert post.take() == {"taken": 3, "refused": 2}
    assert len(incidents(admin)) == 3
    assert {reason for _, reason in refused(admin)} == {"too_fast"}


def test_hostile_files_are_left_out_and_others_kept(post: Post, admin: httpx.Client) -> None:
    mail = letter("Files", "<b>See</b>")
    mail.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="../../run.exe")
    mail.add_attachment(b"<script>alert(1)</script>", maintype="text", subtype="html", filename="page.html")
    mail.add_attachment(b"\x89PNG\r\n\x1a\nrest", maintype="image", subtype="png", filename="../shot\u202egnp.png")
    post.box.deliver(mail.as_bytes())
    post.take()
    (made,) = incidents(admin)
    files = admin.get(f"/records/{made['number']}/files").json()["items"]
    (arrival,) = admin.get("/mail-in/arrivals", params={"state": "taken"}).json()["items"]

    assert [(one["name"], one["by"]) for one in files] == [("shot gnp.png", "rita")]
    assert arrival["left_out"] == [
        "run.exe (is of a kind that is not taken)", "page.html (is of a kind that is not taken)"
    ]  # fmt: skip
    told = values_of(admin.get(f"/records/{made['number']}").json())["description"]
    assert told.startswith("<b>See</b>\n\nNot kept of the mail: run.exe")


def test_files_that_a_server_did_not_come_to_keep_are_kept_by_the_next(
    post: Post, admin: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = letter("Files")
    for name in ("a.csv", "b.csv"):
        mail.add_attachment(name.encode(), maintype="text", subtype="csv", filename=name)
    post.box.deliver(mail.as_bytes())
    add = RecordFiles.add

    def ending(files: RecordFiles, number: str, name: str, content: bytes, who: Any) -> Any:  # noqa: ANN401 - as it is
        if name == "b.csv":
            message = "the server ends"
            raise KeyboardInterrupt(message)
        return add(files, number, name, content, who)

    with monkeypatch.context() as ended:
        ended.setattr(RecordFiles, "add", ending)
        with pytest.raises(KeyboardInterrupt):
            post.take()
    post.take()

    (made,) = incidents(admin)
    files = admin.get(f"/records/{made['number']}/files").json()["items"]
    assert [one["name"] for one in files] == ["a.csv", "b.csv"]
    assert len(post.box.mails("Taken")) == 1


def test_a_reader_brings_no_files_to_what_others_asked_for(post: Post, admin: httpx.Client) -> None:
    number = admin.post("/records", json={"type": "incident", "values": {"title": "x"}}).json()["number"]
    mail = letter(f"Re: {number}", "Same here")
    mail.add_attachment(b"1", maintype="text", subtype="csv", filename="a.csv")
    post.box.deliver(mail.as_bytes())
    post.take()

    ((by, text),) = comments(admin, number)
    assert (by, text.split("\n")[0]) == ("rita", "Same here")
    assert "a.csv (files are for who asked for it and who works on it)" in text
    assert admin.get(f"/records/{number}/files").json()["items"] == []


def test_what_is_wrong_with_the_mailbox_is_told_without_the_password(
    post: Post, admin: httpx.Client, tmp_path: Path
) -> None:
    found = admin.post("/mail-in/check").json()
    wrong = tmp_path / "wrong"
    wrong.write_text("another-sesame")
    given = post.server.services.settings
    cases = {
        "CMDB_IMAP_USER or its password": replace(given, imap_password_file=wrong),
        "CMDB_IMAP_TLS='perhaps'": replace(given, imap_tls="perhaps"),
        "certificate": replace(given, imap_ca_file=Path()),
        "CMDB_IMAP_PORT": replace(given, imap_port=1),
        "CMDB_IMAP_FOLDER='INBOX'": replace(given, imap_refused_folder="INBOX"),
        "cannot be read": replace(given, imap_password_file=tmp_path / "none"),
        "set CMDB_IMAP_HOST": replace(given, imap_host=""),
    }
    for told, settings in cases.items():
        with pytest.raises(MailInError) as error, Mailbox(settings).session():
            pass
        assert told in str(error.value)
        assert "sesame" not in str(error.value)
    post.server.services.mail_in.mailbox.settings = cases["CMDB_IMAP_USER or its password"]
    assert admin.post("/mail-in/take").status_code == 502

    assert [one["name"] for one in found["folders"]] == ["Taken", "Refused", "INBOX"]
    assert found["folders"][2]["mails"] == 0
    assert "or its password" in admin.get("/mail-in").json()["error"]
    assert "sesame" not in post.server.log.text + admin.get("/mail-in").text
