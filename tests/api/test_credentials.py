"""Credentials go into the vault and never come out again but to a collector."""

import base64
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from cmdb_server.address_ranges import ranges_of
from cmdb_server.app import create_api
from cmdb_server.auth.audit import Actor
from cmdb_server.credential_vault.guard import Try
from cmdb_server.credential_vault.scope import Target
from cmdb_server.credential_vault.vault import LOCK
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.permissions.grants import EVERYTHING
from graph_schema import load_registry
from tests.api.serving import Serving

STORED = Query("test.stored", "MATCH (n) RETURN collect(properties(n)) AS properties")
PLANTED = "pl4nted-5ecret"


def private_key(passphrase: str) -> str:
    encryption = BestAvailableEncryption(passphrase.encode())
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, encryption).decode()


def planted() -> dict[str, dict[str, Any]]:
    """A credential of each kind, each with secrets that can be looked for."""
    passphrase = f"{PLANTED}-phrase"
    v3 = {"authentication": "SHA-512", "privacy": "AES-256"}
    words = {"authentication_passphrase": f"{PLANTED}-auth", "privacy_passphrase": f"{PLANTED}-priv"}
    return {
        "ssh_password": {"user": "svc", "secret": {"password": f"{PLANTED}-ssh"}},
        "ssh_key": {"user": "svc", "secret": {"private_key": private_key(passphrase), "passphrase": passphrase}},
        "sudo": {"user": "svc", "secret": {"password": f"{PLANTED}-sudo"}},
        "snmp_v1": {"secret": {"community": f"{PLANTED}-v1"}},
        "snmp_v2c": {"secret": {"community": f"{PLANTED}-v2c"}},
        "snmp_v3": {"user": "monitor", "options": v3, "secret": words},
    }


def create(admin: httpx.Client, kind: str, name: str = "", **values: Any) -> str:  # noqa: ANN401 - values of a request
    made = admin.post("/credentials", json={"kind": kind, "name": name or kind, **planted()[kind], **values})
    assert made.status_code == 201, made.text
    return made.json()["uid"]


def opened(server: Serving, uid: str) -> dict[str, str]:
    """The secret of a credential, as a collector would get it."""
    vault = server.services.credentials
    target = Target(ranges_of(["0.0.0.0/0"]), "Oslo", frozenset({"core"}))
    (found,) = server.services.store.read(lambda tx: vault.for_job(tx, target, [uid], ("ssh", "snmp")))
    return found.secret


def refuse(server: Serving, uid: str, times: int, *, last_works: bool = False) -> None:
    """Let a credential be refused so often, and then perhaps accepted."""
    tries = [Try(uid, "10.0.0.9", at, is_refused=True, detail="permission denied") for at in range(1, times + 1)]
    tries += [Try(uid, "10.0.0.9", times + 1, is_refused=False)] if last_works else []
    vault = server.services.credentials
    server.services.store.transact((LOCK,), lambda tx: vault.learn(tx, tries))


def answers(admin: httpx.Client, uids: list[str]) -> Iterator[str]:
    """What every read of the API answers."""
    for path, methods in create_api(load_registry()).openapi()["paths"].items():
        if "get" in methods:
            yield admin.get(path.removeprefix("/api/v1").replace("{uid}", uids[0])).text


def test_planted_secrets_are_nowhere_but_sealed(server: Serving, admin: httpx.Client, store: GraphStore) -> None:
    uids = [create(admin, kind) for kind in planted()]
    secrets = [value for uid in uids for value in opened(server, uid).values()]
    admin.put(f"/credentials/{uids[0]}", json={"name": "x", "user": "", "secret": {"password": secrets[0]}})
    errors = [
        admin.post("/credentials", json={"kind": "ssh_password", "name": "y", "secret": PLANTED}).text,
        admin.post("/credentials", json={"kind": "sudo", "name": "y", "community": PLANTED, "secret": {}}).text,
        admin.post("/credentials", json={"kind": "sudo", "name": "y", "secret": {"word": PLANTED}}).text,
        admin.post("/credentials", json={"kind": "sudo", "name": "y", "secret": {"password": [PLANTED]}}).text,
        admin.post("/credentials", json={"kind": "ssh_key", "name": "y", "secret": {"private_key": PLANTED}}).text,
    ]
    refuse(server, uids[0], 5)

    stored = str(store.read(lambda tx: tx.run(STORED)))
    everywhere = [stored, server.log.text, *errors, *answers(admin, uids), admin.get("/cis/export").text]

    assert sum(value.startswith(PLANTED) for value in secrets) == 7
    assert not any(PLANTED in text for text in everywhere)
    assert not any(secret in text for secret in secrets for text in everywhere)
    assert all(PLANTED not in repr(entry) for entry in server.services.credentials.all())


def test_a_credential_is_kept_changed_rotated_and_forgotten(server: Serving, admin: httpx.Client) -> None:
    uid = create(admin, "snmp_v3", ranges=["10.0.0.0/24"], tags=["core"], order=7)
    (kept,) = admin.get("/credentials").json()["items"]
    secret = opened(server, uid)
    said = {"name": "switches", "user": "monitor", "options": kept["options"]}

    changed = admin.put(f"/credentials/{uid}", json={**said, "sites": ["Oslo"]})
    unchanged = opened(server, uid)
    words = {"authentication_passphrase": "another one", "privacy_passphrase": "and another"}
    rotated = admin.put(f"/credentials/{uid}", json={**said, "secret": words})
    after = opened(server, uid)
    actions = [entry["action"] for entry in admin.get("/audit", params={"action": "credential"}).json()["items"]]
    gone = [admin.delete(f"/credentials/{uid}").status_code for _ in range(2)]

    assert (kept["kind_label"], kept["ranges"], kept["tags"], kept["order"]) == (
        "SNMP v3 user", ["10.0.0.0/24"], ["core"], 7,
    )  # fmt: skip
    assert (changed.status_code, rotated.status_code, unchanged, after) == (204, 204, secret, words)
    assert actions == ["credential.rotated", "credential.changed", "credential.created"]
    assert (gone, admin.get("/credentials").json()["items"]) == ([204, 404], [])


def test_an_account_is_stopped_before_it_is_locked_and_tried_again_when_it_is_reset(
    server: Serving, admin: httpx.Client
) -> None:
    uid = create(admin, "ssh_password", max_failures=3)
    create(admin, "sudo", max_failures=3)

    refuse(server, uid, 2, last_works=True)
    refuse(server, uid, 2)
    before = [entry["is_stopped"] for entry in admin.get("/credentials").json()["items"]]
    refuse(server, uid, 1)
    stopped = admin.get("/credentials").json()["items"]
    reset = admin.post(f"/credentials/{uid}/reset")
    after = [entry["failures"] for entry in admin.get("/credentials").json()["items"]]

    assert before == [False, False]
    assert [(entry["is_stopped"], entry["failures"]) for entry in stopped] == [(True, 3)] * 2
    assert stopped[0]["last_failure"] == "10.0.0.9: permission denied"
    assert (reset.status_code, after) == (204, [0, 0])
    told = admin.get("/audit", params={"action": "credential.stopped"}).json()["items"]
    assert sorted(entry["subject"] for entry in told) == sorted(entry["uid"] for entry in stopped)


def test_a_new_sealing_key_takes_the_place_of_the_old_one(server: Serving, admin: httpx.Client) -> None:
    uids = [create(admin, "snmp_v1"), create(admin, "snmp_v2c")]
    file = server.services.settings.data_dir / "server" / "sealing.keys"
    old = file.read_text(encoding="ascii")

    done = admin.post("/credential-sealing", json={"with_new_key": True})

    assert done.json() == {"count": 2}
    assert len(file.read_text(encoding="ascii").split()) == 1
    assert file.read_text(encoding="ascii") != old
    assert [opened(server, uid)["community"] for uid in uids] == [f"{PLANTED}-v1", f"{PLANTED}-v2c"]
    assert all(entry["is_sealed_with_current_key"] for entry in admin.get("/credentials").json()["items"])


def test_a_credential_whose_key_is_missing_is_shown_as_such_and_held_back(server: Serving, admin: httpx.Client) -> None:
    create(admin, "snmp_v1")
    file = server.services.settings.data_dir / "server" / "sealing.keys"
    file.write_text(base64.b64encode(bytes(32)).decode(), encoding="ascii")
    uid = create(admin, "snmp_v2c")
    target = Target(ranges_of(["10.0.0.1"]))
    plan = {"name": "x", "ranges": ["10.0.0.1"], "methods": ["snmp"]}

    vault = server.services.credentials
    given = server.services.store.read(lambda tx: vault.for_job(tx, target, (), ("snmp",)))

    assert [entry.credential.uid for entry in given] == [uid]
    assert [entry["is_openable"] for entry in admin.get("/credentials").json()["items"]] == [False, True]
    assert "cannot be opened" in " ".join(admin.post("/scan-preview", json=plan).json()["warnings"])
    assert admin.post("/credential-sealing", json={}).status_code == 500


def test_keeping_credentials_is_a_permission_of_its_own(server: Serving) -> None:
    body = {"kind": "snmp_v2c", "name": "x", **planted()["snmp_v2c"]}
    rights = {("read",): (200, 403), ("read", "write"): (200, 403), ("read", "credentials"): (200, 201)}

    for permissions, expected in rights.items():
        with server.client(server.token_with(*EVERYTHING, permissions=permissions)) as client:
            seen = (client.get("/credentials").status_code, client.post("/credentials", json=body).status_code)
        assert seen == expected


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "telnet"}, "kind"),
        ({"ranges": ["10.0.0.0/40"]}, "ranges[0]"),
        ({"name": " "}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"kind": "ssh_password", "user": "svc\nroot", "secret": {"password": "x"}}, "user"),
        ({"sites": ["Oslo", "Os\x00lo"]}, "sites[1]"),
        ({"secret": {"community": "public\n"}}, "secret.community"),
        ({"order": -1}, "order"),
        ({"kind": "ssh_password"}, "user"),
    ],
)
def test_an_unusable_credential_is_refused_by_its_field(admin: httpx.Client, body: dict[str, Any], field: str) -> None:
    answer = admin.post("/credentials", json={"kind": "snmp_v1", "name": "x", "secret": {"community": "c"}, **body})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_two_credentials_never_have_one_name(server: Serving, admin: httpx.Client) -> None:
    create(admin, "snmp_v1", "one")
    body = {"kind": "snmp_v1", "name": "One ", "secret": {"community": "c"}}

    assert admin.post("/credentials", json=body).status_code == 409
    assert server.services.credentials.fitting(Target(())) == server.services.credentials.all()
    assert server.services.credentials.remove("cr_none", Actor("test")) is False
