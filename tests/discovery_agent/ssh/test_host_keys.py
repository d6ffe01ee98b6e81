"""Pinned keys: one for each device, however it is called."""

from pathlib import Path

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


def test_a_key_that_an_earlier_version_pinned_still_holds(tmp_path: Path) -> None:
    keys = HostKeys(tmp_path)
    keys.pin("default/10.0.0.1:22", SECOND)
    (tmp_path / "host_keys" / "default%2F10.0.0.1%3A22").write_bytes(b"ssh-ed25519 QUFB\n")

    assert keys.pinned("default/10.0.0.1:22") == FIRST
    assert keys.devices() == {"default/10.0.0.1:22": FIRST}
