"""Secrets are sealed under keys from a file, the environment or HashiCorp Vault."""

import base64
import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.credential_vault.sealing import Sealing, UnsealError, key_id
from cmdb_server.credential_vault.sealing_keys import KeyVariable, OwnKeyFile, SealingKeyError, key_source, keys_of
from cmdb_server.errors import CmdbError
from cmdb_server.settings import Settings, child_environment

OLD, NEW = (base64.b64encode(bytes([turn]) * 32).decode() for turn in (1, 2))
PATH, TEAM_PATH = "kv/plumbline/keys", "team/kv/data/plumbline/keys"
SECRET = {"password": "hunter2hunter2"}


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=4))
def test_what_is_sealed_opens_to_the_same_and_shows_nothing(secret: dict[str, str]) -> None:
    sealing = Sealing(KeyVariable(OLD))

    sealed = sealing.seal(secret, "cr_1")

    assert sealing.open(sealed, "cr_1") == secret
    assert sealing.seal(secret, "cr_1") != sealed


def test_a_secret_opens_only_for_its_own_credential_unchanged_and_with_its_key() -> None:
    sealing = Sealing(KeyVariable(OLD))
    sealed = sealing.seal(SECRET, "cr_1")
    version, name, text = sealed.split(".")
    raw = bytearray(base64.b64decode(text))
    raw[-1] ^= 1
    changed = f"{version}.{name}.{base64.b64encode(raw).decode()}"

    for opening, stored, credential in (
        (sealing, sealed, "cr_2"),
        (sealing, changed, "cr_1"),
        (sealing, "rubbish", "cr_1"),
        (Sealing(KeyVariable(NEW)), sealed, "cr_1"),
    ):
        with pytest.raises(UnsealError):
            opening.open(stored, credential)


def test_keys_behind_the_first_still_open_and_the_first_seals() -> None:
    sealed = Sealing(KeyVariable(OLD)).seal(SECRET, "cr_1")
    both = Sealing(KeyVariable(f"{NEW}\n{OLD}"))

    assert both.open(sealed, "cr_1") == SECRET
    assert not both.is_current(sealed)
    assert both.is_current(both.seal(SECRET, "cr_1"))


def test_the_servers_own_key_file_is_made_once_and_private(tmp_path: Path) -> None:
    file = tmp_path / "server" / "sealing.keys"
    source = OwnKeyFile(file)

    first = source.read()
    source.add()
    added = source.read()
    source.keep_first()

    assert file.stat().st_mode & 0o777 == 0o600
    assert (len(added), added[1:]) == (2, first)
    assert source.read() == added[:1]


def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(OLD, encoding="ascii")
    file.chmod(0o644)
    source = key_source(Settings(sealing_key_file=file))

    with pytest.raises(SealingKeyError, match="chmod 600"):
        source.read()
    file.chmod(0o600)

    assert key_id(source.read()[0]) == key_id(keys_of(OLD, "")[0])


@pytest.mark.parametrize("text", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_what_is_no_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(SealingKeyError) as refused:
        keys_of(text, "the file")

    assert "openssl rand" in str(refused.value)
    assert not text or text not in str(refused.value)


def test_a_key_that_somebody_else_keeps_is_not_replaced() -> None:
    with pytest.raises(CmdbError, match="put a new one in front"):
        Sealing(KeyVariable(OLD)).with_new_key()


def test_neither_settings_nor_programs_of_the_server_show_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMDB_SEALING_KEY", OLD)

    assert OLD not in repr(Settings(sealing_key=OLD))
    assert OLD not in child_environment().values()


@contextmanager
def key_value_store(answer: object, token: str, status: int = 200) -> Generator[tuple[str, list[str]]]:
    """A server that answers as KV version 2 is documented, and the namespaces and paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("X-Vault-Namespace", "") + self.path)
            self.send_response(status if self.headers["X-Vault-Token"] == token else 403)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Say nothing on the screen."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_keys_are_read_from_a_key_value_store_as_hashicorp_documents_it(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("s.token\n", encoding="ascii")
    answer = {"data": {"data": {"sealing_key": OLD}, "metadata": {"version": 3}}}

    with key_value_store(answer, "s.token") as (url, asked):
        settings = Settings(vault_address=url, vault_secret=PATH, vault_token_file=token)
        source = key_source(settings)
        keys = [source.read(), source.read()]
        token.write_text("other", encoding="ascii")
        with pytest.raises(SealingKeyError, match="token has expired") as refused:
            key_source(settings).read()
        token.write_text("s.token", encoding="ascii")
        elsewhere = replace(settings, vault_namespace="team/", vault_secret=TEAM_PATH)
        keys.append(key_source(elsewhere).read())

    assert keys == [keys_of(OLD, "")] * 3
    assert asked == ["/v1/kv/data/plumbline/keys"] * 2 + ["team/v1/team/kv/data/plumbline/keys"]
    assert "other" not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "answer", "told"),
    [
        (404, {"errors": []}, "is not there, or was deleted"),
        (404, {"data": {"data": None, "metadata": {"deletion_time": "2026-01-01T00:00:00Z"}}}, "was deleted"),
        (503, {"errors": ["Vault is sealed"]}, "sealed"),
        (307, {}, "active node"),
        (308, {}, "active node"),
        (412, {}, "asked again"),
        (500, {"errors": ["internal error"]}, "HTTP status 500"),
        (200, {"data": {"data": {"other": OLD}}}, "is not in the field"),
        (200, {"data": {"sealing_key": OLD}}, "is not in the field"),
    ],
)
def test_what_a_vault_refuses_is_told_with_its_remedy(tmp_path: Path, status: int, answer: object, told: str) -> None:
    token = tmp_path / "token"
    token.write_text("s.token", encoding="ascii")

    with key_value_store(answer, "s.token", status) as (url, _), pytest.raises(SealingKeyError) as refused:
        key_source(Settings(vault_address=url, vault_secret=PATH, vault_token_file=token)).read()

    assert told in str(refused.value)
    assert OLD not in str(refused.value)
