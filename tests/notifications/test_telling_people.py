"""Who hears of what, and how a mail of it looks: no graph."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from cmdb_server.itsm.record import Ballot, Change, Need, Record, Vote
from cmdb_server.itsm.records.change import record_type as change_type
from cmdb_server.itsm.records.incident import record_type as incident_type
from cmdb_server.notifications.audience import Concerned, hearers, mentioned, watchers_of
from cmdb_server.notifications.composing import Stamp, digest, mail
from cmdb_server.notifications.happening import Happening
from cmdb_server.notifications.kinds import BY_NAME, kinds_of
from cmdb_server.notifications.outbox import Known, notices_of
from cmdb_server.notifications.people import Person
from cmdb_server.notifications.preferences import Preferences
from cmdb_server.notifications.telling import Letter, Line
from cmdb_server.permissions.grants import EVERYTHING
from cmdb_server.permissions.roles import READ

NAMES = ("ann", "bob", "cyd", "dan", "eve")
RECORD = Record("rec_1", "INC0000001", "incident", "new", {"title": "No mail", "requester": "ann"}, (), "ann", 1, 1)
NOBODY = Concerned((), (), lambda _: (), ())
LETTER = Letter("INC0000001", "/incidents/INC0000001", "No mail", "Incident", "New", 2, 0, "bob commented.", "hi", ())
STAMP = Stamp("cmdb@example.net", "ann@example.net", "no_1", 0, "https://cmdb.example.net")


def happened(what: str, text: str = "", *changes: Change, **values: str) -> Happening:
    record = replace(RECORD, values={**RECORD.values, **values})
    return Happening("ren_1", 5, "bob", what, text, changes, record, incident_type)


def body_of(mail: EmailMessage, subtype: str) -> str:
    body = mail.get_body((subtype,))
    assert body is not None
    return body.get_content()


def heard(one: Happening, kind: str, concerned: Concerned = NOBODY) -> set[str]:
    assert BY_NAME[kind] in kinds_of(one)
    return hearers(one, BY_NAME[kind], concerned, NAMES)


def test_a_comment_is_heard_by_requester_assignee_and_watchers_but_not_by_who_wrote_it() -> None:
    one = happened("comment", "look", assignee="bob")

    assert heard(one, "commented", replace(NOBODY, watchers=("cyd", "gone"))) == {"ann", "cyd"}


def test_a_note_is_not_for_the_requester() -> None:
    one = happened("note", "he is wrong", assignee="cyd")

    assert "commented" not in {kind.name for kind in kinds_of(one)}
    assert heard(one, "noted") == {"cyd"}


def test_an_assignment_is_heard_by_whom_it_went_to_and_a_team_while_nobody_works_on_it() -> None:
    mail_team = replace(NOBODY, members={"mail": ("dan", "bob")}.__getitem__)
    to_cyd = happened("changed", "", Change("assignee", "", "cyd"), assignee="cyd", team="mail")
    to_team = happened("changed", "", Change("team", "", "mail"), team="mail")

    assert heard(to_cyd, "assigned", mail_team) == {"cyd"}
    assert heard(to_team, "assigned", mail_team) == {"dan"}


def test_a_vote_is_asked_of_those_whose_vote_counts_and_is_not_given() -> None:
    needs = (Need("owner", "owner of shop", 1, ("cyd", "dan")), Need("board", "board", 2))
    ballot = Ballot(5, "", (), needs, (Vote("cyd", 6, is_yes=True, needs=("owner",)),))
    record = replace(RECORD, type="change", state="approval", ballot=ballot)
    one = Happening("ren_1", 5, "server", "moved", "", (), record, change_type)

    found = hearers(one, BY_NAME["approval_asked"], replace(NOBODY, board=("ann", "eve")), NAMES)

    assert found == {"dan", "eve"}, "ann asked for it, cyd has voted"


def test_who_is_mentioned_is_found_whatever_ends_the_sentence() -> None:
    assert mentioned("@ann, ask @bob.smith. Or (@cyd)! not me@dan", {"ann", "bob.smith", "cyd", "dan"}) == {
        "ann",
        "bob.smith",
        "cyd",
    }


def test_who_says_so_watches_no_longer_whatever_they_wrote() -> None:
    spoken = (("bob", "@cyd look"), ("dan", "so"))

    found = watchers_of(spoken, {"dan": False, "eve": True}, NAMES)

    assert found == {"bob": "commented", "cyd": "mentioned", "eve": "chosen"}


@pytest.mark.parametrize(("days", "told"), [(3, ["ann"]), (5, [])])
def test_people_are_told_of_news_only(days: int, told: list[str]) -> None:
    ann = Person("ann", (), frozenset((READ,)), EVERYTHING, Preferences("ann@example.net"))
    known = Known({"ann": ann}, (), "https://cmdb.example.net", 5 + days * 24 * 3_600 * 1_000_000)

    assert [notice.target for notice in notices_of(happened("comment", "look"), NOBODY, known)] == told


def test_a_mail_holds_its_thread_together_and_asks_for_no_answer_by_machine() -> None:
    found = message_from_bytes(bytes(mail(LETTER, STAMP)), policy=default)

    assert found["Message-ID"] == "<no_1@example.net>"
    assert found["In-Reply-To"] == found["References"] == "<INC0000001.record@example.net>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Subject"] == "[INC0000001] No mail"
    assert "https://cmdb.example.net/incidents/INC0000001" in body_of(found, "plain")


def test_markup_in_a_record_stays_text_in_a_mail() -> None:
    hostile = "<script>alert(1)</script>"
    lines = (Line("Title", hostile, hostile),)
    found = mail(replace(LETTER, title=hostile, text=hostile, headline=hostile, lines=lines), STAMP)

    html = body_of(found, "html")

    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 5


@pytest.mark.parametrize(
    "title", ["=?utf-7?q?+2AA-?=", "=?us-ascii?q?=FF?= disk", "=?utf-8?q?=0ABcc:_all@example.net?="]
)
def test_an_encoded_word_in_a_title_is_sent_as_the_text_that_it_is(title: str) -> None:
    found = message_from_bytes(bytes(mail(replace(LETTER, title=title), STAMP)), policy=default)

    assert found["Subject"] == f"[INC0000001] {title.replace('=?', '= ?')}"
    assert found["Bcc"] is None


def test_a_digest_tells_of_all_in_the_order_of_records() -> None:
    other = replace(LETTER, number="INC0000000", text="first")

    found = digest([LETTER, other, replace(LETTER, at=1, text="later")], STAMP)

    text = body_of(found, "plain")
    assert found["Subject"] == "What happened to 2 records"
    assert text.index("first") < text.index("hi") < text.index("later")
