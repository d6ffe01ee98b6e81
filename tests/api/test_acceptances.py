"""Acceptance by holders: by the link of a mail, on one's own page, and as asset managers look after it."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import httpx
import pytest

from cmdb_server.auth.audit import Actor
from cmdb_server.notifications.preferences import Preferences
from tests.api.receiving import Mailbox
from tests.api.serving import Serving
from tests.api.test_assets import asset, moved, value

DAY = 24 * 3600 * 1_000_000
TEXT = "You keep it safe.\nYou bring it back."
TERMS: dict[str, Any] = {"texts": [{"name": "Notebooks", "text": TEXT, "categories": ["notebook"]}]}


@pytest.fixture(scope="module")
def server(mailing_server: Serving) -> Serving:
    """A server with mail and somebody with an account and an address."""
    mailing_server.services.users.create("ada", ("reader",), (), Actor("test"))
    mailing_server.services.notifications.people.save("ada", Preferences("ada@example.net"), Actor("test"))
    return mailing_server


@pytest.fixture
def keeper(server: Serving, mailbox: Mailbox) -> Iterator[httpx.Client]:
    """A client that keeps assets, with the terms of notebooks in force and no mail seen yet."""
    mailbox.mails.clear()
    with server.client(server.token_as("asset-manager")) as client:
        assert client.put("/acceptance-terms", json=TERMS).status_code == 200
        yield client


@pytest.fixture
def nobody(server: Serving) -> Iterator[httpx.Client]:
    """A client without any credential."""
    with server.client("") as client:
        yield client


@pytest.fixture
def ada(server: Serving) -> Iterator[httpx.Client]:
    """A client of ada's, who is signed in: a program with a token is nobody who holds anything."""
    password = server.services.users.reset_password("ada", Actor("test"))
    with server.client("") as client:
        me = client.post("/session", json={"username": "ada", "password": password}).json()
        client.headers["X-CSRF-Token"] = me["csrf_token"]
        yield client


def given(client: httpx.Client, holder: str, tag: str, category: str = "notebook") -> str:
    """The number of an asset that somebody was given."""
    number = asset(client, "Notebook", "in_stock", asset_tag=tag, site="Oslo", category=category)
    answer = moved(client, number, "assign", holder=holder)
    assert answer.status_code == 200, answer.text
    return number


def token_in(mailbox: Mailbox, server: Serving, address: str) -> str:
    """The token of the last mail to somebody."""
    server.services.notifications.run()
    text = mailbox.to(address)[-1].get_body(("plain",)).get_content()  # pyright: ignore[reportOptionalMemberAccess, reportUnknownVariableType, reportUnknownMemberType, reportAttributeAccessIssue] - the standard library's types
    found = re.search(r"https://cmdb\.example\.net/accept#(\S+)", str(text))
    assert found, text
    return found[1]


def answered(client: httpx.Client, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - fields of the body
    """What an answer to the terms in force answers."""
    body = {"is_accepted": True, "name": "Bo Ek", "fingerprint": sha256(TEXT.encode()).hexdigest(), **more}
    return client.post(path, json=body) if "token" in more else client.put(path, json=body)


def test_who_has_no_account_accepts_by_the_link_of_a_mail_once(
    server: Serving, keeper: httpx.Client, nobody: httpx.Client, mailbox: Mailbox
) -> None:
    number = given(keeper, "bo@example.net", "T-1")
    token = token_in(mailbox, server, "bo@example.net")

    shown = nobody.post("/acceptance-links/read", json={"token": token}).json()
    unsigned = answered(nobody, "/acceptance-links/answer", token=token, name=" ")
    accepted = answered(nobody, "/acceptance-links/answer", token=token)
    again = answered(nobody, "/acceptance-links/answer", token=token, is_accepted=False, reason="no")

    assert (shown["number"], shown["terms"]["text"]) == (number, TEXT)
    assert (unsigned.status_code, unsigned.json()["errors"][0]["field"]) == (422, "name")
    assert (accepted.status_code, accepted.json()["state"], accepted.json()["signed_by"]) == (200, "accepted", "Bo Ek")
    assert (again.status_code, again.json()["code"]) == (409, "not_asked")
    record = keeper.get(f"/records/{number}").json()
    assert value(record, "acceptance_fingerprint") == sha256(TEXT.encode()).hexdigest()
    assert value(record, "acceptance_answered")
    entry = record["entries"][-1]
    assert (entry["by"], {change["field"] for change in entry["changes"]}) == (
        "bo@example.net", {"acceptance", "acceptance_answered", "acceptance_by"},
    )  # fmt: skip


def test_a_link_ends_with_the_custody_and_opens_nothing_else(
    server: Serving, keeper: httpx.Client, nobody: httpx.Client, mailbox: Mailbox
) -> None:
    number, other = given(keeper, "bo@example.net", "T-2"), given(keeper, "eva@example.net", "T-3")
    token = token_in(mailbox, server, "bo@example.net")
    forged = [token.replace(number, other), token[:-1], token.partition(".")[0], "", "AST9999999.x", f"{token}\0"]

    wrong = [nobody.post("/acceptance-links/read", json={"token": one}) for one in forged]
    assert moved(keeper, number, "transfer", "passed on", holder="eva@example.net").status_code == 200
    ended = nobody.post("/acceptance-links/read", json={"token": token})

    assert [answer.status_code for answer in (*wrong, ended)] == [404] * 7
    assert {answer.json()["code"] for answer in (*wrong, ended)} == {"no_link"}
    assert "no_link" not in server.log.text
    assert token not in server.log.text


def test_one_accepts_what_is_ones_own_on_ones_own_page(keeper: httpx.Client, ada: httpx.Client) -> None:
    number, other = given(keeper, "Ada", "T-4"), given(keeper, "bo@example.net", "T-5")

    waiting = ada.get("/my-acceptances").json()["items"]
    home = {panel["name"]: panel for panel in ada.get("/home").json()["panels"]}
    not_mine = [ada.get(f"/my-acceptances/{other}"), answered(ada, f"/my-acceptances/{other}")]
    bare = answered(ada, f"/my-acceptances/{number}", is_accepted=False)
    refused = answered(ada, f"/my-acceptances/{number}", is_accepted=False, reason="The screen is broken")

    assert number in [one["number"] for one in waiting]
    assert f"/my-acceptances?asset={number}" in [line["link"] for line in home["acceptances"]["lines"]]
    assert [answer.status_code for answer in not_mine] == [404, 404]
    assert (bare.status_code, bare.json()["errors"][0]["field"]) == (422, "reason")
    assert (refused.json()["state"], refused.json()["reason"]) == ("refused", "The screen is broken")
    listed = keeper.get("/acceptances", params={"state": "refused"}).json()["items"]
    assert [(one["asset"]["number"], one["reason"]) for one in listed] == [(number, "The screen is broken")]
    assert keeper.get("/assets", params={"where": "acceptance=refused"}).json()["total"] == 1
    assert number not in ada.get("/my-acceptances").text


def test_terms_have_versions_and_what_was_signed_stays_readable(keeper: httpx.Client, ada: httpx.Client) -> None:
    first, second = given(keeper, "ada", "T-6"), given(keeper, "ada", "T-7")
    assert answered(ada, f"/my-acceptances/{first}").status_code == 200

    before = keeper.get("/acceptance-terms").json()["texts"][0]["version"]

    saved = keeper.put(
        "/acceptance-terms", json={"texts": [{"name": "notebooks", "text": "Other words.", "categories": ["notebook"]}]}
    ).json()
    outdated = answered(ada, f"/my-acceptances/{second}")
    signed = ada.get(f"/my-acceptances/{first}").json()["terms"]
    stale = keeper.put("/acceptance-terms", json={**TERMS, "version": 0})
    taken = keeper.put("/acceptance-terms", json={"texts": [*TERMS["texts"], {**TERMS["texts"][0], "name": "Two"}]})

    assert saved["texts"][0]["version"] == before + 1
    assert (outdated.status_code, outdated.json()["code"]) == (409, "terms_replaced")
    assert (signed["text"], signed["fingerprint"]) == (TEXT, sha256(TEXT.encode()).hexdigest())
    assert ada.get(f"/acceptance-terms/texts/{signed['fingerprint']}").json()["text"] == TEXT
    assert ada.get("/acceptance-terms/texts/nothing").status_code == 404
    assert ada.put("/acceptance-terms", json=TERMS).status_code == 403
    assert (stale.status_code, taken.status_code, taken.json()["errors"][0]["value"]) == (412, 422, "notebook")


def test_holders_of_before_are_asked_by_choice_and_who_hears_of_nothing_is_counted(
    server: Serving, keeper: httpx.Client
) -> None:
    asked = keeper.post("/acceptances", json={"numbers": [given(keeper, "ada", "T-8")], "is_wanted": False}).json()
    phone = given(keeper, "Eva Dahl", "T-9", "phone")
    stocked = asset(keeper, "Notebook", "in_stock", asset_tag="T-10", site="Oslo", category="notebook")
    unreached = given(keeper, "Eva Dahl", "T-11")
    outside = given(keeper, "eva@elsewhere.example", "T-12")

    told = keeper.post("/acceptances", json={"numbers": [phone, stocked, "AST9999999", unreached]}).json()

    assert (asked["done"], told["done"]) == (1, 1)
    assert [one["message"] for one in told["refused"]] == [
        "has no terms to accept", "is with nobody who could accept it", "is no asset",
    ]  # fmt: skip
    listed = {one["asset"]["number"]: one for one in keeper.get("/acceptances").json()["items"]}
    assert listed[outside]["address"] == listed[unreached]["address"] == listed[unreached]["account"] == ""
    server.services.notifications.run()


def test_who_has_not_answered_is_reminded_once_for_each_pause(
    server: Serving, keeper: httpx.Client, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(keeper, "rem@example.net", "T-20")
    server.services.notifications.run()
    acceptances, now = server.services.acceptances, server.services.clock()
    monkeypatch.setattr(acceptances, "_clock", lambda: now + 8 * DAY)
    monkeypatch.setattr(server.services.notifications.notices, "clock", lambda: now + 8 * DAY)

    made, again = acceptances.remind(), acceptances.remind()
    server.services.notifications.run()

    assert made >= 1
    assert again == 0
    subjects = [mail["Subject"] for mail in mailbox.to("rem@example.net")]
    assert [subject.split(":")[0] for subject in subjects] == [subjects[0].split(":")[0], "Reminder"]
    assert len(subjects) == 2
