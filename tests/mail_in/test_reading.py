"""What is made of bytes that nobody vouches for: heads, words, attachments, and why a mail is refused."""

import time
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.mail_in.content import LONGEST_TEXT, UnreadableMailError, content_of
from cmdb_server.mail_in.deciding import MOST_AN_HOUR, MOST_BYTES, Known, refusal
from cmdb_server.mail_in.heading import Heading, heading_of
from cmdb_server.mail_in.markup import plain_text
from cmdb_server.mail_in.quoting import said_in

KNOWN = Known(size=1_000, own_address="cmdb@example.net", accounts=("rita",), recent=0)
LETTER = Heading("1@example.net", "rita@example.net", "No mail", (), "")
NAMES = ("From", "Subject", "Message-ID", "References", "Precedence", "Auto-Submitted", "Content-Type")
HOSTILE = (b"=?utf-8?b?!!!?=", b"=?unicode_escape?q?=5Cud800?=", b"<<<@>>", b"((((((", b"=?x?q?=FF?=", b"\xff\xfe")
HEADS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.binary(max_size=80), st.sampled_from(HOSTILE))), max_size=8
)


def head(**given: str) -> Heading:
    """What a head says of these fields."""
    lines = (f"{name.replace('_', '-')}: {value}" for name, value in given.items())
    return heading_of("\r\n".join(lines).encode() + b"\r\n\r\n")


@given(HEADS, st.binary(max_size=400))
def test_whatever_comes_in_is_read_or_refused_and_its_words_can_be_kept(
    fields: Sequence[tuple[str, bytes]], body: bytes
) -> None:
    mail = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in fields) + b"\r\n" + body

    heading = heading_of(mail)
    try:
        text = content_of(mail).text
    except UnreadableMailError:
        text = ""

    for kept in (heading.sender, heading.subject, heading.message_id, *heading.references, heading.title):
        assert kept.isprintable()
        kept.encode()
    assert text.replace("\n", "").isprintable()
    assert len(heading.subject) <= 200
    assert len(heading.sender) <= 254


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto-replied"),
        ({"Auto_Submitted": "auto-generated; owner-email=a@b"}, "auto-generated"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"Return_Path": "<>"}, "did not arrive"),
        ({"Content_Type": "multipart/report; report-type=delivery-status; boundary=x"}, "did not arrive"),
        ({"List_Id": "<all.example.net>"}, "mailing list"),
        ({"X_Autoreply": "yes"}, "X-Autoreply"),
        ({"From": "MAILER-DAEMON@example.net"}, "mailer-daemon"),
    ],
)
def test_what_a_machine_sends_is_known_by_its_head(given: dict[str, str], told: str) -> None:
    found = head(**{"From": "rita@example.net", **given})

    assert told in found.machine
    assert (refused := refusal(found, KNOWN)) is not None
    assert refused.reason == "automatic"


@pytest.mark.parametrize("told", ["no", "No (a person)", ""])
def test_what_a_person_sends_is_no_machines(told: str) -> None:
    assert head(From="Rita <Rita@Example.net>", Auto_Submitted=told).machine == ""


def test_a_head_says_who_wrote_of_what_in_answer_to_what() -> None:
    found = head(
        From="=?utf-8?q?Rita_M=C3=BCller?= <Rita@Example.NET>",
        Subject="Re: AW: [INC0000012] =?utf-8?q?Kein_M=C3=A4il?=",
        References="<INC0000012.record@example.net> <no_1@example.net>",
        In_Reply_To="<no_1@example.net>",
    )

    assert found.sender == "rita@example.net"
    assert found.numbers == ["INC0000012"]
    assert found.title == "Kein Mäil"
    assert found.references == ("INC0000012.record@example.net", "no_1@example.net")


def test_a_mail_without_a_message_id_has_the_same_one_whenever_it_is_read() -> None:
    assert head(From="a@b", Subject="x").message_id == head(From="a@b", Subject="x").message_id
    assert head(From="a@b", Subject="x").message_id != head(From="a@b", Subject="y").message_id


@pytest.mark.parametrize(
    ("heading", "known", "reason"),
    [
        (LETTER, KNOWN, None),
        (replace(LETTER, sender="CMDB@example.net".lower()), KNOWN, "own"),
        (LETTER, replace(KNOWN, is_ours=True), "own"),
        (replace(LETTER, sender="rita"), KNOWN, "nobody"),
        (LETTER, replace(KNOWN, accounts=()), "unknown_sender"),
        (LETTER, replace(KNOWN, accounts=("rita", "wim")), "several_accounts"),
        (LETTER, replace(KNOWN, may=False), "no_right"),
        (LETTER, replace(KNOWN, size=MOST_BYTES + 1), "too_large"),
        (LETTER, replace(KNOWN, recent=MOST_AN_HOUR), "too_fast"),
        (LETTER, replace(KNOWN, recent=MOST_AN_HOUR - 1, size=MOST_BYTES), None),
        (LETTER, replace(KNOWN, proved_by="mx.example.net"), "unproven"),
    ],
)
def test_why_a_mail_is_refused(heading: Heading, known: Known, reason: str | None) -> None:
    found = refusal(heading, known)

    assert (found.reason if found else None) == reason


@pytest.mark.parametrize(
    ("proofs", "is_taken"),
    [
        (("mx.example.net; spf=pass; dmarc=pass (p=none) header.from=example.net",), True),
        (("mx.example.net; dkim=pass; dmarc=fail",), False),
        (("other.example.net; dmarc=pass", "mx.example.net; dmarc=pass"), False),
        (("mx.example.net; spf=pass smtp.mailfrom=dmarc=pass",), False),
    ],
)
def test_the_word_of_the_own_mail_server_counts_and_no_other(proofs: tuple[str, ...], *, is_taken: bool) -> None:
    known = replace(KNOWN, proved_by="mx.example.net")

    assert (refusal(replace(LETTER, proofs=proofs), known) is None) == is_taken


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It works.\n\nOn Mon, 1 Nov 2026, Plumbline wrote:\n> INC0000001 No mail\n> it is down", "It works."),
        ("Es geht.\n\nAm Mo., 1. Nov. 2026 um 10:00 Uhr\nschrieb Plumbline <a@b.c>:\n\n> INC", "Es geht."),
        ("Works\n________________________________\nFrom: Plumbline <cmdb@example.net>\nSubject: x", "Works"),
        ("Works\n-----Original Message-----\nFrom: x", "Works"),
        ("Works\n-- \nRita Müller\nFinance", "Works"),
        ("> quoted\nbelow it", "below it"),
        ("> only a quote", "> only a quote"),
        ("He wrote: it is down\nand it is", "He wrote: it is down\nand it is"),
    ],
)
def test_an_answer_is_what_somebody_wrote(text: str, said: str) -> None:
    assert said_in(text) == said


def test_markup_becomes_text_and_nothing_of_it_runs() -> None:
    mail = EmailMessage()
    mail.set_content(
        "<html><head><style>p{}</style></head><body><p>Down &amp; out</p><script>alert(1)</script>"
        "<img src=x onerror=alert(2)><p>since <b>noon</b></p></body></html>",
        subtype="html",
    )

    assert content_of(mail.as_bytes()).text == "Down & out\n\nsince noon"


def test_files_are_found_and_logos_are_not() -> None:
    mail = EmailMessage(policy=SMTP)
    mail.set_content("See there\x1b[31m")
    mail.add_attachment(b"1,2\n", maintype="text", subtype="csv", filename="../../Übersicht\u202e.csv")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline")
    mail.add_attachment(b"\x89PNG" + bytes(20_000), maintype="image", subtype="png", disposition="inline")
    inner = EmailMessage()
    inner.set_content("inner")
    mail.add_attachment(inner)

    found = content_of(mail.as_bytes())

    assert found.text == "See there[31m"
    assert [file.name for file in found.attachments] == ["../../Übersicht .csv", "part-4.png", "part-5.eml"]
    assert b"inner" in found.attachments[2].content


def test_a_long_mail_is_cut_and_says_so() -> None:
    mail = EmailMessage()
    mail.set_content("word " * 10_000)

    text = content_of(mail.as_bytes()).text

    assert len(text) < LONGEST_TEXT + 100
    assert text.endswith("(the rest of the mail is left out)")


@pytest.mark.parametrize("count", [200, 3_000])
def test_mails_within_mails_without_end_are_refused(count: int) -> None:
    lines = [f'Content-Type: multipart/mixed; boundary="b{turn}"\r\n\r\n--b{turn}\r\n' for turn in range(count)]

    with pytest.raises(UnreadableMailError):
        content_of("".join(lines).encode() + b"\r\nend")


@pytest.mark.parametrize("unit", ["<!", "<a ", "<!--", "&#", "</", "<div>", "<![", "<script", "<script>", "<", "&a"])
def test_hostile_markup_takes_no_time(unit: str) -> None:
    mail = f"Content-Type: text/html\r\n\r\n{unit * 4_000_000}".encode()[: 4 << 20]
    began = time.process_time()

    content_of(mail)

    assert time.process_time() - began < 5


def test_the_text_of_markup_that_never_ends_is_its_text() -> None:
    assert plain_text("<p>a<script>b").strip() == "a"
