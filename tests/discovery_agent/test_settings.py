"""One entry is an option and a variable; secrets travel encrypted and print as ***."""

from pathlib import Path

import pytest

from discovery_agent.settings import SettingError, default_state, load_settings, option_fields


def test_an_option_wins_over_its_variable() -> None:
    variables = {"DISCOVERY_AGENT_INTERVAL": "600", "DISCOVERY_AGENT_STATE": "/srv/agent"}

    settings = load_settings({"interval": "300"}, variables)

    assert (settings.interval, settings.state) == (300.0, Path("/srv/agent"))


@pytest.mark.parametrize(
    "url", ["https://cmdb.example.net", "https://[2001:db8::1]:8420/cmdb", "http://127.0.0.1:8420", "http://localhost"]
)
def test_an_address_that_is_encrypted_or_this_machine_is_accepted(url: str) -> None:
    assert load_settings({"server": url}, {}).server == url


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://cmdb.example.net", "in the clear"),
        ("http://127.0.0.1.example.net", "in the clear"),
        ("cmdb.example.net", "no address"),
        ("ftp://cmdb.example.net", "no address"),
        ("https://user:password@cmdb.example.net", "no address"),
        ("https://cmdb.example.net:port", "no address"),
    ],
)
def test_any_other_address_is_refused_with_its_reason(url: str, reason: str) -> None:
    with pytest.raises(SettingError, match=reason):
        load_settings({"server": url}, {})


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"interval": "soon"}, "give seconds"),
        ({"interval": "5"}, "at least 60"),
        ({"sample_interval": "0.2"}, "0 for none"),
        ({"configuration": "maybe"}, "neither read nor ignore"),
        ({"collector_seconds": "0"}, "more than 0"),
        ({"ca_file": "/nowhere.pem"}, "PEM"),
        ({"enrolment_token_file": "/nowhere"}, "cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(given: dict[str, str | None], reason: str) -> None:
    with pytest.raises(SettingError, match=reason):
        load_settings(given, {})


def test_a_variable_that_cannot_be_used_is_named() -> None:
    with pytest.raises(SettingError, match="DISCOVERY_AGENT_INTERVAL='soon'"):
        load_settings({}, {"DISCOVERY_AGENT_INTERVAL": "soon"})


def test_an_enrolment_token_comes_from_a_file_or_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("ple_file\n", encoding="utf-8")
    variables = {"DISCOVERY_AGENT_ENROLMENT_TOKEN": "ple_variable"}

    from_file = load_settings({"enrolment_token_file": str(file)}, variables)

    assert from_file.enrolment_token.reveal() == "ple_file"
    assert load_settings({}, variables).enrolment_token.reveal() == "ple_variable"
    assert "ple_variable" not in repr(load_settings({}, variables))


def test_an_empty_token_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.touch()

    with pytest.raises(SettingError, match="empty"):
        load_settings({"enrolment_token_file": str(file)}, {})


def test_the_options_of_settings_give_the_same_settings_without_the_token() -> None:
    given: dict[str, str | None] = {"server": "https://cmdb.example.net", "state": "/srv/a b", "interval": "90"}
    settings = load_settings(given, {"DISCOVERY_AGENT_ENROLMENT_TOKEN": "ple_variable"})

    words = settings.options()

    names = {entry.metadata["option"]: entry.name for entry in option_fields()}
    again = load_settings({names[option]: value for option, value in zip(words[::2], words[1::2], strict=True)}, {})
    assert (again.server, again.state, again.interval) == (settings.server, settings.state, settings.interval)
    assert "ple_variable" not in words


def test_every_setting_is_documented() -> None:
    assert all(entry.metadata["doc"].endswith(".") for entry in option_fields())


def test_the_state_folder_of_a_user_is_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    assert default_state({"XDG_STATE_HOME": "/home/a/.state"}) == Path("/home/a/.state/plumbline-agent")
    assert default_state({}).parts[-3:] == (".local", "state", "plumbline-agent")


def test_the_state_folder_of_root_is_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)

    assert default_state({"XDG_STATE_HOME": "/root/.state"}) == Path("/var/lib/plumbline-agent")
