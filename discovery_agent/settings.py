"""The agent's settings: an entry is an option of every command and a variable of the environment at once.

This is the only reader of the environment. An option wins over its variable.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from discovery_agent.errors import USAGE, DiscoveryError
from discovery_agent.secret import Secret

MIN_INTERVAL_SECONDS = 60
READ, IGNORE = "read", "ignore"
_NO_TOKEN = Secret("")
_TOKEN = "DISCOVERY_AGENT_ENROLMENT_TOKEN"  # noqa: S105 - the name of a variable


class SettingError(DiscoveryError):
    """A setting cannot be used; the text names it, its value and what is accepted."""

    exit_code = USAGE


def setting(option: str, doc: str, default: Any = "", *, metavar: str = "TEXT") -> Any:  # noqa: ANN401 - takes the type of the annotation, as dataclasses.field does
    """A setting with its option (`--ca-file`); its variable is DISCOVERY_AGENT_CA_FILE."""
    variable = f"DISCOVERY_AGENT_{option.removeprefix('--').replace('-', '_').upper()}"
    return field(default=default, metadata={"option": option, "variable": variable, "doc": doc, "metavar": metavar})


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, once per process."""

    server: str = setting("--server", "Address of the server: https://, or http:// on this machine.", metavar="URL")
    state: Path = setting(
        "--state",
        "Folder of the agent's identity and of what waits (default: /var/lib/plumbline-agent for root, else "
        "$XDG_STATE_HOME/plumbline-agent).",
        Path(),
        metavar="FOLDER",
    )
    enrolment_token_file: Path = setting(
        "--enrolment-token-file", f"File with the enrolment token (or {_TOKEN} holds it).", Path(), metavar="FILE"
    )
    ca_file: Path = setting(
        "--ca-file", "Certificates that may vouch for the server (PEM); default: the system's.", Path(), metavar="FILE"
    )
    name: str = setting("--name", "What the server calls this agent (default: the host name).")
    interval: float = setting(
        "--interval", "Seconds between inventories of `run`, give or take a tenth.", 900.0, metavar="SECONDS"
    )
    sample_interval: float = setting(
        "--sample-interval",
        "Seconds between looks of `run` at connections, so that short ones are not missed; 0 for none.",
        10.0,
        metavar="SECONDS",
    )
    collector_seconds: float = setting(
        "--collector-seconds", "Seconds that one collector may take.", 30.0, metavar="SECONDS"
    )
    configuration: str = setting(
        "--configuration",
        "Whether configuration files of known applications are read, here and by scans: read or ignore. Of them hosts, "
        "ports and names are told, never a password.",
        READ,
        metavar="WORD",
    )
    enrolment_token: Secret = _NO_TOKEN

    @property
    def reads_configuration(self) -> bool:
        """Whether configuration files may be read."""
        return self.configuration == READ

    def options(self) -> list[str]:
        """The command line that gives the same settings; the enrolment token stays in the environment."""
        given = [(entry.metadata["option"], getattr(self, entry.name)) for entry in option_fields()]
        return [text for option, value in given if value not in ("", Path()) for text in (option, str(value))]


def option_fields() -> list[Any]:
    """The settings that are options too."""
    return [entry for entry in fields(Settings) if "option" in entry.metadata]


def load_settings(given: Mapping[str, str | None], environment: Mapping[str, str] | None = None) -> Settings:
    """The settings; `given` are the texts of the options by field name. Raises SettingError."""
    source = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for entry in option_fields():
        option = given.get(entry.name)
        text = source.get(entry.metadata["variable"], "") if option is None else option
        if text:
            place = entry.metadata["variable" if option is None else "option"]
            values[entry.name] = _converted(place, text, entry.default)
    values.setdefault("state", default_state(source))
    values.setdefault("name", os.uname().nodename)
    values["enrolment_token"] = _enrolment_token(values.get("enrolment_token_file"), source)
    made = Settings(**values)
    _check(made)
    return made


def default_state(environment: Mapping[str, str]) -> Path:
    """The state folder where none is given."""
    if os.geteuid() == 0:
        return Path("/var/lib/plumbline-agent")
    base = environment.get("XDG_STATE_HOME", "")
    return (Path(base) if base else Path.home() / ".local" / "state") / "plumbline-agent"


def text_of(file: Path, place: str) -> str:
    """What stands in a file that a setting names, which is `place` in the text of the SettingError that this raises."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise SettingError(f"{place} cannot be read: {reason}") from error


def child_environment(**added: str) -> dict[str, str]:
    """The environment for a program that the agent starts."""
    return {**os.environ, **added}


def _converted(place: str, text: str, default: object) -> object:
    if isinstance(default, float):
        try:
            return float(text)
        except ValueError as error:
            raise SettingError(f"{place}={text!r} is no number; give seconds") from error
    return Path(text) if isinstance(default, Path) else text


def _enrolment_token(file: Path | None, environment: Mapping[str, str]) -> Secret:
    if file is None:
        return Secret(environment.get(_TOKEN, "").strip())
    token = text_of(file, f"the enrolment token file {file}").strip()
    if not token:
        raise SettingError(f"the enrolment token file {file} is empty; put the token of the discovery page into it")
    return Secret(token)


def _check(settings: Settings) -> None:
    if settings.server:
        check_server(settings.server)
    if settings.interval < MIN_INTERVAL_SECONDS:
        raise SettingError(f"--interval={settings.interval:g} is too short; give at least {MIN_INTERVAL_SECONDS}")
    if settings.sample_interval and settings.sample_interval < 1:
        raise SettingError(
            f"--sample-interval={settings.sample_interval:g} is too short; give at least 1, or 0 for none"
        )
    if settings.collector_seconds <= 0:
        raise SettingError(f"--collector-seconds={settings.collector_seconds:g} must be more than 0")
    if settings.configuration not in (READ, IGNORE):
        raise SettingError(
            f"--configuration={settings.configuration!r} is neither {READ} nor {IGNORE}; give one of them"
        )
    if settings.ca_file != Path() and not settings.ca_file.is_file():
        raise SettingError(f"--ca-file={settings.ca_file} is no file; give a PEM file of certificates")


def check_server(url: str) -> None:
    """Raise SettingError for an address that is none, or that secrets would travel to in the clear."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise SettingError(f"--server={url!r} is no address: {error}; give https://HOST[:PORT]") from error
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username:
        raise SettingError(f"--server={url!r} is no address of a server; give https://HOST[:PORT]")
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingError(
            f"--server={url!r} would send secrets in the clear; use https:// (http:// only to 127.0.0.1)"
        )


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
