"""What people and programs are told of records, over a real mail server and a real receiver."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from cmdb_server.auth.audit import Actor
from cmdb_server.graph_store.queries import notifications as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.trails import Trails
from cmdb_server.notifications import sending
from cmdb_server.notifications.clock_notices import ClockNotices
from cmdb_server.notifications.preferences import Preferences
from cmdb_server.permissions.grants import Grant
from cmdb_server.permissions.roles import READ, Role
from cmdb_server.scheduler.jobs import tell_tasks
from cmdb_server.service_levels.timing import Clocks
from tests.api.estate import reported
from tests.api.receiving import Mailbox, Receiver, free_port, mail_server, receiving
from tests.api.serving import Serving, serving
from tests.discovery_agent.certificates import certified_server

PEOPLE = {"rita": "reader", "wim": "responder", "max": "incident-manager", "cab": "cab-member"}
SESAME = "open sesame"
HOUR = 3_600 * 1_000_000


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    """A mail server that takes nothing without encryption and a password."""
    with mail_server(Mailbox(password=SESAME), certified_server(tmp_path)[0]) as started:
        yield started


@pytest.fixture
def server(store: GraphStore, tmp_path: Path, mailbox: Mailbox) -> Iterator[Serving]:
    """A server with mail, and people whom it reaches."""
    secret = tmp_path / "smtp.password"
    secret.write_text(SESAME + "\n", encoding="utf-8")
    given: dict[str, Any] = {
        "smtp_host": "127.0.0.1",
        "smtp_port": mailbox.port,
        "smtp_ca_file": tmp_path / "server.pem",
        "smtp_user": "cmdb",
        "smtp_password_file": secret,
        "mail_from": "cmdb@example.net",
        "public_url": "https://cmdb.example.net/",
        "webhook_targets": "127.0.0.0/8",
    }
    with serving(store, tmp_path, **given) as started:
        for name, role in PEOPLE.items():
            started.services.users.create(name, (role,), (), Actor("test"))
            wishes(started, name)
        yield started


def wishes(server: Serving, name: str, **wanted: Any) -> None:  # noqa: ANN401 - fields of preferences
    """What somebody wishes, at an address of their name."""
    given = Preferences(f"{name}@example.net", **wanted)
    server.services.notifications.people.save(name, given, Actor("test"))


def opened(client: httpx.Client, title: str = "No mail", **values: str) -> str:
    """The number of a new incident."""
    answer = client.post("/records", json={"type": "incident", "values": {"title": title, **values}})
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


def said(client: httpx.Client, number: str, text: str, kind: str = "comment") -> None:
    """Something is said on a record."""
    assert client.post(f"/records/{number}/entries", json={"text": text, "kind": kind}).status_code == 201


def later(server: Serving, microseconds: int) -> None:
    """The parts of a server that notices are due by, at a later time."""
    notices = server.services.notifications.notices
    clock = notices.clock
    notices.clock = lambda: clock() + microseconds


def run(server: Serving) -> dict[str, int]:
    """What the job does."""
    return server.services.notifications.run()


def text_of(mail: Any) -> str:  # noqa: ANN401 - a message of the standard library
    """The plain text of a mail."""
    return mail.get_body(("plain",)).get_content()


def made(client: httpx.Client, receiver: Receiver, **wanted: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a webhook
    """A webhook to a receiver, with its secret."""
    answer = client.post("/webhooks", json={"name": "chat", "url": receiver.url, **wanted})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_who_asks_and_who_works_are_told_once_in_one_thread(
    server: Serving, admin: httpx.Client, mailbox: Mailbox
) -> None:
    number = opened(admin, requester="rita")
    admin.patch(f"/records/{number}", json={"values": {"assignee": "wim"}})
    said(admin, number, "have you tried it again?")

    first, second = run(server), run(server)

    assert (first["mails"], second.get("mails", 0)) == (4, 0)
    told = [text_of(mail) for mail in mailbox.to("rita@example.net")]
    assert ["opened it" in told[0], "have you tried it again?" in told[1]] == [True, True]
    assert f"https://cmdb.example.net/incidents/{number}" in told[1]
    assert {mail["References"] for mail in mailbox.mails} == {f"<{number}.record@example.net>"}
    assert "Assignee: - -> wim" in text_of(mailbox.to("wim@example.net")[0])


def test_a_note_reaches_those_only_who_work_on_records(server: Serving, admin: httpx.Client, mailbox: Mailbox) -> None:
    number = opened(admin, requester="rita")
    for name in ("rita", "max"):
        assert admin.put(f"/records/{number}/watchers/{name}", json={"is_watching": True}).status_code == 200
    said(admin, number, "@rita pulled the plug", "note")

    run(server)

    assert all("plug" not in text_of(mail) for mail in mailbox.to("rita@example.net"))
    assert "pulled the plug" in text_of(mailbox.to("max@example.net")[-1])


def test_who_may_no_longer_read_is_told_nothing_that_was_to_be_sent(
    server: Serving, admin: httpx.Client, mailbox: Mailbox
) -> None:
    number = opened(admin, requester="rita")
    server.services.notifications.outbox.empty("https://cmdb.example.net")
    assert admin.put("/users/rita", json={"roles": [], "teams": []}).status_code == 204

    run(server)

    assert mailbox.mails == []
    assert admin.get("/notices", params={"state": "sent"}).json()["items"][0]["error"].startswith("nobody may")
    assert number


def test_a_name_that_somebody_may_not_see_is_hidden_in_their_mail(
    server: Serving, admin: httpx.Client, mailbox: Mailbox
) -> None:
    estate = reported(server)
    role = Role("narrow", "", (READ,), (Grant("business_service", read=("general",)),))
    server.services.roles_and_teams.save_role(role, Actor("test"))
    assert admin.put("/users/rita", json={"roles": ["narrow"], "teams": []}).status_code == 204
    number = opened(admin)
    admin.put(f"/records/{number}/watchers/rita", json={"is_watching": True})
    admin.put(f"/records/{number}/watchers/max", json={"is_watching": True})
    for name in ("rita", "max"):
        wishes(server, name, modes={"changed": "now"})
    assert admin.post(f"/records/{number}/affects", json={"add": [estate.db1]}).status_code == 200

    run(server)

    assert "Affects: - -> db1" in text_of(mailbox.to("max@example.net")[-1])
    assert "db1" not in text_of(mailbox.to("rita@example.net")[-1])


def test_a_digest_waits_for_its_time_and_tells_of_all_in_one_mail(
    server: Serving, admin: httpx.Client, mailbox: Mailbox
) -> None:
    wishes(server, "rita", modes={"commented": "digest", "opened": "never"})
    number = opened(admin, requester="rita")
    said(admin, number, "one")
    said(admin, number, "two")

    now = run(server)
    later(server, 25 * HOUR)
    run(server)

    assert now.get("mails", 0) == 0
    assert len(mailbox.mails) == 1
    assert mailbox.mails[0]["Subject"] == "What happened to 1 record"
    assert text_of(mailbox.mails[0]).index("one") < text_of(mailbox.mails[0]).index("two")


def test_mail_waits_for_a_server_that_is_away_and_what_it_refuses_for_good_is_given_up_until_sent_again(
    server: Serving, admin: httpx.Client, mailbox: Mailbox
) -> None:
    port = mailbox.port
    mailbox.refused = {"rita@example.net": "550 no such user"}
    opened(admin, requester="rita")
    server.services.notifications.mailer.settings = replace(server.services.settings, smtp_port=free_port())
    away = run(server)
    server.services.notifications.mailer.settings = replace(server.services.settings, smtp_port=port)
    later(server, HOUR)
    refused = run(server)
    dead = admin.get("/notices").json()["items"]
    mailbox.refused = {}
    again = admin.post(f"/notices/{dead[0]['notice_id']}/resend")
    run(server)

    assert (away["mails_failed"], refused["mails_failed"]) == (1, 1)
    assert [one["error"] for one in dead] == ["550 no such user"]
    assert again.json()["state"] == "waiting"
    assert len(mailbox.to("rita@example.net")) == 1
    assert admin.post(f"/notices/{dead[0]['notice_id']}/resend").status_code == 409


def test_what_waited_for_mail_to_be_set_up_is_given_up_when_it_is_no_news_any_more(
    server: Serving, admin: httpx.Client, mailbox: Mailbox
) -> None:
    mailer = server.services.notifications.mailer
    mailer.settings = replace(server.services.settings, smtp_host="")
    opened(admin, "long ago", requester="rita")
    run(server)
    later(server, 5 * 24 * HOUR)
    mailer.settings = server.services.settings
    run(server)
    given_up = admin.get("/notices").json()["items"]
    again = admin.post(f"/notices/{given_up[0]['notice_id']}/resend")
    before = len(mailbox.mails)
    run(server)

    assert ["to be news" in one["error"] for one in given_up] == [True]
    assert again.status_code == 200
    assert (before, len(mailbox.mails)) == (0, 1)


def test_a_sender_that_is_refused_is_mended_by_the_operator_and_no_mail_is_given_up(
    server: Serving, admin: httpx.Client, mailbox: Mailbox
) -> None:
    mailbox.sender_answer = "553 not from there"
    opened(admin, requester="rita")
    refused = run(server)
    waiting = admin.get("/notices", params={"state": "waiting"}).json()["items"]
    mailbox.sender_answer = "250 OK"
    later(server, HOUR)
    run(server)

    assert refused["mails_failed"] == 1
    assert [one["error"] for one in waiting] == ["553 not from there (CMDB_MAIL_FROM)"]
    assert len(mailbox.to("rita@example.net")) == 1


def test_the_test_of_mail_says_what_the_mail_server_says_and_no_password(
    server: Serving, admin: httpx.Client, mailbox: Mailbox
) -> None:
    assert admin.post("/mail/test", json={"address": "eva@example.net"}).status_code == 204
    mailbox.password = SESAME[::-1]
    refused = admin.post("/mail/test", json={"address": "eva@example.net"})
    shown = admin.get("/mail")

    assert [mail["To"] for mail in mailbox.mails] == ["eva@example.net"]
    assert refused.status_code == 502
    assert "refused CMDB_SMTP_USER" in refused.json()["detail"]
    assert "sesame" not in refused.text + shown.text + server.log.text
    assert shown.json()["is_on"] is True


@pytest.mark.parametrize("address", ["(@c", "a@[", "a:b@c", "eva"])
def test_a_test_of_mail_goes_to_a_mail_address(server: Serving, admin: httpx.Client, address: str) -> None:
    refused = admin.post("/mail/test", json={"address": address})

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "address")
    assert server.url


def test_a_signed_event_reaches_a_program_and_holds_no_note(server: Serving, admin: httpx.Client) -> None:
    with receiving(Receiver()) as receiver:
        secret = made(admin, receiver, types=["incident"], kinds=["commented", "opened"])["secret"]
        number = opened(admin, requester="rita")
        said(admin, number, "for all")
        said(admin, number, "for some", "note")
        assert admin.post("/records", json={"type": "problem", "values": {"title": "x"}}).status_code == 201
        done = run(server)

    events = [Webhook(secret).verify(body, headers) for headers, body in receiver.taken]
    assert done["requests"] == len(events) == 2
    assert [event["type"] for event in events] == ["plumbline.record.opened", "plumbline.record.comment"]
    assert {event["specversion"] for event in events} == {"1.0"}
    assert {event["subject"] for event in events} == {number}
    assert events[1]["data"]["text"] == "for all"
    assert receiver.taken[0][0]["Content-Type"].startswith("application/cloudevents+json")
    assert "for some" not in json.dumps(events)


def test_a_receiver_that_is_down_for_a_day_loses_nothing_and_gets_each_event_under_one_id(
    server: Serving, admin: httpx.Client
) -> None:
    receiver = Receiver()
    with receiving(receiver):
        made(admin, receiver)
        receiver.status, receiver.said = 503, "closed"
        numbers = [opened(admin, f"No mail {turn}") for turn in range(5)]
        run(server)
    for _ in range(24):
        later(server, HOUR)
        run(server)
    waiting = admin.get("/notices", params={"state": "waiting"}).json()["items"]
    ids = {headers["webhook-id"] for headers, _ in receiver.taken}
    receiver.status, receiver.taken = 204, []
    later(server, 24 * HOUR)
    with receiving(receiver):
        run(server)

    assert len(waiting) == 5
    assert sorted(json.loads(body)["subject"] for _, body in receiver.taken) == numbers
    assert ids <= {headers["webhook-id"] for headers, _ in receiver.taken}
    assert len({headers["webhook-id"] for headers, _ in receiver.taken}) == 5


def test_a_receiver_that_is_down_keeps_no_other_one_waiting(
    server: Serving, admin: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_PAGE", 1)
    with receiving(Receiver(status=503)) as down, receiving(Receiver()) as up:
        made(admin, down, name="down", types=["incident"])
        made(admin, up, name="up", types=["problem"])
        opened(admin)
        server.services.notifications.outbox.empty("https://cmdb.example.net")
        assert admin.post("/records", json={"type": "problem", "values": {"title": "x"}}).status_code == 201
        done = run(server)

    assert (len(down.taken), len(up.taken)) == (1, 1)
    assert (done["requests"], done["requests_failed"]) == (1, 1)


def test_a_redirect_is_no_way_around_where_requests_may_go(server: Serving, admin: httpx.Client) -> None:
    with receiving(Receiver(status=302)) as receiver:
        webhook = made(admin, receiver)
        tried = admin.post(f"/webhooks/{webhook['webhook_id']}/test").json()

    assert (tried["status"], tried["is_taken"], len(receiver.taken)) == (302, False, 1)
    assert server.url


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"url": "http://10.1.2.3/hook"}, "url"),
        ({"url": "https://[::1]/hook"}, "url"),
        ({"url": "gopher://example.net"}, "url"),
        ({"types": ["gossip"]}, "types"),
        ({"kinds": ["gossip"]}, "kinds"),
        ({"name": "  "}, "name"),
    ],
)
def test_a_webhook_that_cannot_be_is_refused_by_field(
    server: Serving, admin: httpx.Client, wanted: dict[str, Any], field: str
) -> None:
    given = {"name": "chat", "url": "http://127.0.0.1:9/hook", **wanted}

    answer = admin.post("/webhooks", json=given)

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field
    assert admin.get("/webhooks").json()["items"] == []
    assert server.url


def test_a_secret_is_shown_once_and_the_old_one_signs_nothing_after_another(
    server: Serving, admin: httpx.Client
) -> None:
    with receiving(Receiver(status=200, said="thank you")) as receiver:
        webhook = made(admin, receiver)
        path = f"/webhooks/{webhook['webhook_id']}"
        renewed = admin.post(f"{path}/secret").json()["secret"]
        tried = admin.post(f"{path}/test").json()
        listed = admin.get("/webhooks").text

    headers, body = receiver.taken[0]
    assert Webhook(renewed).verify(body, headers)["type"] == "plumbline.webhook.test"
    assert (tried["status"], tried["said"], tried["is_taken"]) == (200, "thank you", True)
    assert renewed != webhook["secret"]
    for secret in (renewed, webhook["secret"]):
        assert secret not in listed + server.log.text + admin.get("/audit").text


def test_what_a_server_made_before_it_ended_is_made_once(server: Serving, admin: httpx.Client) -> None:
    opened(admin, requester="rita")
    store, notifications = server.services.store, server.services.notifications
    entries = store.read_at_once(queries.WAITING_ENTRIES, limit=10)[0]["properties"]
    notifications.outbox.empty("")
    uids = [entry["uid"] for entry in entries]

    assert notifications.outbox.write(uids, notifications.notices.due("mail", 10)) == 0
    assert len(notifications.notices.due("mail", 10)) == 1


def test_a_service_level_that_is_missed_is_told_once(server: Serving, admin: httpx.Client, mailbox: Mailbox) -> None:
    targets = [{"name": "take up", "type": "incident", "kind": "response", "minutes": 15}]
    assert admin.put("/service-levels", json={"calendars": [], "targets": targets}).status_code == 200
    opened(admin, assignee="wim")
    services, types = server.services, server.services.desk.types
    trails = Trails(services.store, {name: kind.states[0].name for name, kind in types.items()})
    late = Clocks(services.record_clocks.levels, types, trails, lambda: services.clock() + HOUR)
    clocks = ClockNotices(types, late, services.notifications.outbox)

    made_first, made_then = (clocks.tell(services.records, services.clock(), "") for _ in range(2))
    run(server)

    assert (made_first, made_then) == (1, 0)
    later(server, 200 * 24 * HOUR)
    forgotten = services.notifications.notices.forget()
    assert clocks.tell(services.records, services.clock(), "") == 0, "it is missed as before"
    assert (forgotten, admin.get("/notices", params={"state": "sent"}).json()["items"]) == (1, [])
    later(server, 300 * 24 * HOUR)
    assert services.notifications.notices.forget() == 1
    assert any("take up: to be taken up by" in text_of(mail) for mail in mailbox.to("wim@example.net"))


def test_a_task_that_is_late_is_told_once_to_whom_it_is_for(
    server: Serving, admin: httpx.Client, mailbox: Mailbox
) -> None:
    number = opened(admin)
    due = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    tasks = [{"title": "Look at the disk", "assignee": "wim", "due": due}, {"title": "Later", "assignee": "wim"}]
    for task in tasks:
        assert admin.post(f"/records/{number}/tasks", json=task).status_code == 201
    run(server)
    before = len(mailbox.to("wim@example.net"))

    made = [tell_tasks.run(server.services) for _ in range(2)]
    run(server)

    (mail,) = mailbox.to("wim@example.net")[before:]
    assert made == [{"made": 1}, None]
    assert "A task is late." in text_of(mail)
    assert "Task 1 Look at the disk was to be done by" in text_of(mail)


def test_who_watches_is_listed_with_why_and_ends_it_by_their_word(server: Serving, admin: httpx.Client) -> None:
    number = opened(admin)
    password = admin.post("/users/rita/password").json()["password"]
    with httpx.Client(base_url=str(admin.base_url)) as rita:
        me = rita.post("/session", json={"username": "rita", "password": password}).json()
        rita.headers["X-CSRF-Token"] = me["csrf_token"]
        said(rita, number, "mine does not work either, @cab")
        wrote = rita.get(f"/records/{number}/watchers").json()
        ended = rita.put(f"/records/{number}/watchers/rita", json={"is_watching": False}).json()
        other = rita.put(f"/records/{number}/watchers/wim", json={"is_watching": True})
        wished = rita.put("/me/notifications", json={"address": "r@example.net", "modes": {"moved": "never"}})
        refused = rita.put("/me/notifications", json={"address": "r@example.net", "time_zone": "Mars"})

    assert wrote["items"] == [{"person": "cab", "why": "mentioned"}, {"person": "rita", "why": "commented"}]
    assert (wrote["is_watching"], ended["is_watching"]) == (True, False)
    assert other.status_code == 403
    assert {one["name"]: one["mode"] for one in wished.json()["kinds"]}["moved"] == "never"
    assert refused.json()["errors"][0]["field"] == "time_zone"
    assert admin.get("/users/rita/notifications").json()["address"] == "r@example.net"
    assert admin.put(f"/records/{number}/watchers/nobody", json={"is_watching": True}).status_code == 404
    assert server.url


def test_secrets_open_after_all_is_sealed_with_another_key(server: Serving, admin: httpx.Client) -> None:
    with receiving(Receiver()) as receiver:
        webhook = made(admin, receiver)
        done = admin.post("/credential-sealing", json={"with_new_key": True})
        tried = admin.post(f"/webhooks/{webhook['webhook_id']}/test").json()

    headers, body = receiver.taken[0]
    assert done.json()["count"] == 1
    assert tried["is_taken"]
    assert Webhook(webhook["secret"]).verify(body, headers)["type"] == "plumbline.webhook.test"
    assert server.url
