"""What is told of the addresses of a run."""

from typing import Any

from cmdb_server.cli.scan_following import target_row


def attempt(method: str, outcome: str, **said: str) -> dict[str, Any]:
    return {"method": method, "outcome": outcome, "happened": f"{outcome}.", "detail": "", "next_step": "Ask."} | said


def test_of_a_device_that_was_read_it_is_told_how_and_what_is_missing() -> None:
    tried = [
        attempt("ping", "answered"),
        attempt("snmp", "partial", detail="no view of LLDP", next_step="Read the detail."),
        attempt("ssh", "closed", next_step="Switch the service on."),
    ]

    row = target_row({"address": "10.0.0.7", "state": "inventoried", "attempts": tried})

    assert row == ("10.0.0.7", "inventoried", "snmp: partial. no view of LLDP", "Read the detail.")


def test_of_any_other_address_the_last_attempt_is_told() -> None:
    tried = [attempt("snmp", "silent"), attempt("ssh", "closed", next_step="Switch the service on.")]

    assert target_row({"address": "a", "state": "failed", "attempts": tried})[2:] == (
        "ssh: closed.",
        "Switch the service on.",
    )
    assert target_row({"address": "a", "state": "waiting", "attempts": []})[2:] == ("", "")
