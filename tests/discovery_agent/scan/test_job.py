"""What travels between server and collector comes out as it went in, and what is wrong with it is named."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.scan.job import (
    SECRET_NAMES,
    AddressOutcome,
    Credential,
    Job,
    Limits,
    attempt_of,
    job_of,
    message_of_job,
    message_of_outcome,
    outcome_of,
)
from discovery_agent.scan.message_values import JobError
from discovery_agent.scan.outcomes import OUTCOMES
from discovery_agent.scan.shown_key import ShownKey
from discovery_agent.secret import Secret

KEY = ShownKey(22, "ssh-ed25519", f"SHA256:{'A' * 43}")
KINDS = st.sampled_from(sorted(SECRET_NAMES))


def message(**changed: object) -> dict[str, Any]:
    return {"job_id": "j", "run_id": "r", "network_scope": "default", "addresses": ["10.0.0.1"], **changed}


def credential(name: str, *networks: str, order: int = 0) -> Credential:
    return Credential(name, "snmp_v2c", "", {"community": Secret("c")}, networks, order)


@given(KINDS, st.lists(st.ip_addresses().map(str), min_size=1, max_size=4, unique=True), st.integers(1, 500))
def test_a_job_survives_the_wire(kind: str, addresses: list[str], at_once: int) -> None:
    secret = {name: Secret(f"s-{name}") for name in SECRET_NAMES[kind]}
    job = Job("j", "r", "site-a", tuple(addresses), limits=Limits(at_once), affinity={addresses[0]: "c"})
    job = job._replace(credentials=(Credential("c", kind, "u", secret, ("10.0.0.0/8",), 3),))
    job = job._replace(host_keys={addresses[0]: KEY})

    found = job_of(json.loads(json.dumps(message_of_job(job))))

    assert found._replace(credentials=()) == job._replace(credentials=())
    assert [entry.text(name) for entry in found.credentials for name in SECRET_NAMES[kind]] == [
        f"s-{name}" for name in SECRET_NAMES[kind]
    ]


@given(st.sampled_from(sorted(OUTCOMES)), st.text(max_size=600))
def test_an_outcome_survives_the_wire_and_its_detail_gives_no_terminal_orders(name: str, said: str) -> None:
    attempt = attempt_of("ssh", "c", name, f"\x1b[2J{said}", 1.5)
    outcome = AddressOutcome("10.0.0.1", "failed", (attempt, attempt._replace(host_key=KEY)), ("ssh:a/b",))

    found = outcome_of(json.loads(json.dumps(message_of_outcome(outcome))))

    assert found == outcome
    assert found.attempts[0].detail.isprintable()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"job_id": ""}, "job_id"),
        ({"addresses": "10.0.0.1"}, "addresses"),
        ({"addresses": ["10.0.0.300"]}, "10.0.0.300"),
        ({"addresses": [f"10.0.{n // 256}.{n % 256}" for n in range(1025)]}, "1,025"),
        ({"tcp_ports": [70_000]}, "tcp_ports=70000"),
        ({"ssh_port": "ssh"}, "ssh_port"),
        ({"limits": {"tries": 0.5}}, "limits.tries"),
        ({"limits": {"at_once": 0}}, "limits.at_once"),
        ({"limits": []}, "limits"),
        ({"credentials": [{"credential_id": "c", "kind": "telnet"}]}, "telnet"),
        ({"credentials": [{"credential_id": "c", "kind": "snmp_v1", "secret": {"x": "hush"}}]}, "secret.x"),
        ({"credentials": [{"credential_id": "c", "kind": "snmp_v1", "networks": ["10/99"]}]}, "10/99"),
        ({"credentials": [{"credential_id": "c", "kind": "snmp_v1", "order": "first"}]}, "order"),
    ],
)
def test_what_is_wrong_with_a_job_is_named_and_its_secrets_are_not(changed: dict[str, Any], named: str) -> None:
    with pytest.raises(JobError, match=named) as told:
        job_of(message(**changed))

    assert "hush" not in str(told.value)


def test_the_credential_that_worked_last_comes_first_then_the_order() -> None:
    late, early, elsewhere = credential("late", order=2), credential("early", order=1), credential("x", "192.0.2.0/24")
    job = job_of(message(affinity={"10.0.0.2": "late"}))._replace(credentials=(late, elsewhere, early))

    assert [entry.credential_id for entry in job.credentials_for("10.0.0.1", "snmp")] == ["early", "late"]
    assert [entry.credential_id for entry in job.credentials_for("10.0.0.2", "snmp")] == ["late", "early"]
    assert job.credentials_for("10.0.0.1", "ssh") == []


def test_a_credential_prints_without_its_secret() -> None:
    assert "hush" not in repr(Credential("c", "snmp_v1", "", {"community": Secret("hush")}))


def test_each_outcome_says_what_happened_why_and_what_to_do() -> None:
    for outcome in OUTCOMES.values():
        assert all(text.endswith(".") for text in (outcome.happened, outcome.cause, outcome.next_step)), outcome.name
