"""The terms of a contract over HTTP."""

from datetime import UTC, date, datetime, timedelta

import httpx

from tests.api.serving import Serving
from tests.api.test_assets import asset


def contract(client: httpx.Client, **values: str) -> str:
    """The number of a new contract."""
    answer = client.post("/records", json={"type": "contract", "values": {"title": "Support", **values}})
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


def test_the_term_that_runs_comes_first_with_the_days_that_are_left(shared_server: Serving) -> None:
    today = datetime.now(UTC).date()
    ends = today + timedelta(days=40)
    first = date(ends.year - 2, ends.month, min(ends.day, 28))
    with shared_server.client() as client:
        renewed = contract(client, ends_on=first.isoformat(), renews_months="12", notice_days="30")
        plain = contract(client, ends_on=(today - timedelta(days=3)).isoformat())
        endless = contract(client)
        thing = asset(client, "Notebook", "received")

        told = client.get(f"/contracts/{renewed}/terms").json()["items"]
        over = client.get(f"/contracts/{plain}/terms").json()["items"]
        none = client.get(f"/contracts/{endless}/terms").json()["items"]
        wrong = [client.get(f"/contracts/{number}/terms").status_code for number in (thing, "CTR9999999")]

    running = date(ends.year, ends.month, min(ends.day, 28))
    assert [one["ends_on"] for one in told[:2]] == [
        running.isoformat(), running.replace(year=running.year + 1).isoformat(),
    ]  # fmt: skip
    assert (told[0]["days_left"], told[0]["is_renewed"], len(told)) == ((running - today).days, True, 4)
    assert told[0]["notice_days_left"] == told[0]["days_left"] - 30
    assert (over[0]["days_left"], over[0]["notice_by"], over[0]["is_renewed"], len(over)) == (-3, None, False, 1)
    assert (none, wrong) == ([], [404, 404])
