"""Credentials of a file: what is wrong with them is named, and their secrets never are."""

from pathlib import Path

import pytest

from discovery_agent.scan.credential_file import load_credentials
from discovery_agent.settings import SettingError

GOOD = """
[[credentials]]
kind = "snmp_v3"
user = "scanner"
authentication = "SHA-256"
authentication_passphrase_file = "auth"
privacy = "AES"
privacy_passphrase = "hush-privacy"

[[credentials]]
name = "old switches"
kind = "snmp_v2c"
community = "hush"
networks = ["10.0.0.0/8"]
"""


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    file = folder / "credentials.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return file


def own(file: Path, secret: str, mode: int = 0o600) -> None:
    file.write_text(secret, encoding="utf-8")
    file.chmod(mode)


def test_a_file_of_a_secret_is_nobody_elses_either(tmp_path: Path) -> None:
    own(tmp_path / "auth", "hush-auth\n", 0o644)

    with pytest.raises(SettingError, match="authentication_passphrase_file='auth' can be read by others; chmod 600"):
        load_credentials(written(tmp_path, GOOD))


def test_credentials_come_in_their_order_with_secrets_from_files_of_their_own(tmp_path: Path) -> None:
    own(tmp_path / "auth", "hush-auth\n")

    first, second = load_credentials(written(tmp_path, GOOD))

    assert (first.credential_id, first.order, first.text("authentication")) == ("snmp_v3-1", 1, "SHA-256")
    assert (first.text("authentication_passphrase"), first.text("privacy_passphrase")) == ("hush-auth", "hush-privacy")
    assert (second.credential_id, second.networks, second.text("community")) == (
        "old switches",
        ("10.0.0.0/8",),
        "hush",
    )


def test_passwords_are_guarded_unless_somebody_says_otherwise(tmp_path: Path) -> None:
    key = 'kind = "ssh_key"\nuser = "u"\nprivate_key = "k"\nsudo_password = "hush"\nmax_failures = 3\n'
    plain = 'kind = "ssh_password"\nuser = "u"\npassword = "hush"\n'
    entries = (plain, key, f"{plain}max_failures = 0\n")

    found = load_credentials(written(tmp_path, "".join(f"[[credentials]]\n{entry}" for entry in entries)))

    assert [one.failures_left for one in found] == [5, None, None]
    assert [one.sudo_failures_left for one in found] == [5, 3, None]
    assert found[1].sudo_credential_id == "ssh_key-2, sudo"


def test_spaces_around_a_secret_in_a_file_of_its_own_belong_to_it(tmp_path: Path) -> None:
    own(tmp_path / "password", " hush \n")
    told = '[[credentials]]\nkind = "ssh_password"\nuser = "a"\npassword_file = "password"\n'

    (credential,) = load_credentials(written(tmp_path, told))

    assert credential.text("password") == " hush "


@pytest.mark.parametrize(
    ("text", "mode", "named"),
    [
        (GOOD, 0o640, "chmod 600"),
        ("x = ", 0o600, "no TOML"),
        ("", 0o600, "no \\[\\[credentials\\]\\]"),
        ('[[credentials]]\nkind = "telnet"\n', 0o600, "telnet"),
        ('[[credentials]]\nkind = "snmp_v1"\npassword = "hush"\n', 0o600, "password is nothing that snmp_v1 has"),
        ('[[credentials]]\nkind = "snmp_v1"\ncommunity_file = "gone"\n', 0o600, "gone"),
        ('[[credentials]]\nkind = "snmp_v1"\nnetworks = ["10/99"]\n', 0o600, "10/99"),
        ('[[credentials]]\nkind = "ssh_key"\nuser = "a"\npassphrase = "hush"\n', 0o600, "private_key is missing"),
        ('[[credentials]]\nkind = "ssh_password"\npassword = "hush"\n', 0o600, "user is missing"),
    ],
)
def test_what_is_wrong_is_named_and_no_secret(tmp_path: Path, text: str, mode: int, named: str) -> None:
    with pytest.raises(SettingError, match=named) as told:
        load_credentials(written(tmp_path, text, mode))

    assert "hush" not in str(told.value)
