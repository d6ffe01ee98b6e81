"""Pinned keys: one for each device, however it is called."""

from pathlib import Path

import pytest

from discovery_agent.__main__ import answer
from discovery_agent.errors import USAGE
from discovery_agent.ssh.host_keys import HostKeys, PinnedKey

FIRST, SECOND = PinnedKey("ssh-ed25519", "QUFB"), PinnedKey("ssh-ed25519", "QkJC")
SCOPE = "Zürich Bahnhofstraße/" * 8


def test_devices_of_scopes_with_long_names_have_keys_of_their_own(tmp_path: Path) -> None:
    keys = HostKeys(tmp_path)
    keys.pin(f"{SCOPE}10.0.0.1:22", FIRST)
    keys.pin(f"{SCOPE}10.0.0.2:22", SECOND)

    assert keys.devices() == {f"{SCOPE}10.0.0.1:22": FIRST, f"{SCOPE}10.0.0.2:22": SECOND}
    assert keys.pinned(f"{SCOPE}10.0.0.1:22") == FIRST
    assert keys.forget(f"{SCOPE}10.0.0.1:22")
    assert keys.devices() == {f"{SCOPE}10.0.0.2:22": SECOND}


def test_a_key_is_accepted_by_its_fingerprint_and_kind_alone(tmp_path: Path) -> None:
    keys = HostKeys(tmp_path)
    keys.pin("default/10.0.0.1:22", PinnedKey(FIRST.kind, FIRST.fingerprint))

    kept = keys.pinned("default/10.0.0.1:22")

    assert kept
    assert (kept.is_accepted, kept.fingerprint) == (True, FIRST.fingerprint)
    assert [kept.is_of(key) for key in (FIRST, SECOND, FIRST._replace(kind="ssh-rsa"))] == [True, False, False]
    assert not PinnedKey("damaged", "").is_of(FIRST)


@pytest.mark.parametrize("words", [("ssh-ed25519", "SHA256:short"), ("two words", FIRST.fingerprint)])
def test_what_is_no_key_is_not_accepted(
    tmp_path: Path, words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["host-keys", "--state", str(tmp_path), "--accept", "default/10.0.0.1:22", *words]) == USAGE
    assert "is no key; give e.g. ssh-ed25519 SHA256:..." in capsys.readouterr().err


def test_a_key_that_an_earlier_version_pinned_still_holds(tmp_path: Path) -> None:
    keys = HostKeys(tmp_path)
    keys.pin("default/10.0.0.1:22", SECOND)
    (tmp_path / "host_keys" / "default%2F10.0.0.1%3A22").write_bytes(b"ssh-ed25519 QUFB\n")

    assert keys.pinned("default/10.0.0.1:22") == FIRST
    assert keys.devices() == {"default/10.0.0.1:22": FIRST}
