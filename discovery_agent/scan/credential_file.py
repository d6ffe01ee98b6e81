"""Credentials from a file, for scans without a server.

    [[credentials]]
    kind = "snmp_v3"
    user = "scanner"
    authentication = "SHA-256"
    authentication_passphrase_file = "snmp.auth"
    privacy = "AES"
    privacy_passphrase = "..."
    networks = ["10.0.0.0/8"]

They are tried in their order. After `max_failures` refusals of an account (5; 0 for no limit) a scan tries no password
of it any more, so that it is not locked; a refused password for sudo counts twice.

A secret stands in the file, or in one of its own that `<name>_file` names beside it;
nobody else may read either.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from discovery_agent.scan.job import SECRET_NAMES, Credential, credential_of
from discovery_agent.scan.message_values import JobError
from discovery_agent.settings import SettingError, text_of

_OTHERS = 0o077
_PLAIN = frozenset(("kind", "user", "networks", "name"))
_GUARD, _MOST_FAILURES = "max_failures", 5
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "snmp_v1": ("community",),
    "snmp_v2c": ("community",),
    "snmp_v3": ("user",),
    "ssh_password": ("user", "password"),
    "ssh_key": ("user", "private_key"),
}


def load_credentials(file: Path) -> tuple[Credential, ...]:
    """The credentials of a file. Raises SettingError, which never shows a secret."""
    place = f"--credentials={file}"
    text = text_of(file, place)
    _refuse_open(file, place)
    try:
        content: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingError(f"{place} is no TOML: {error}") from error
    entries = content.get("credentials")
    if not isinstance(entries, list) or not entries:
        raise SettingError(f"{place} holds no [[credentials]]; each has a kind: {', '.join(SECRET_NAMES)}")
    try:
        return tuple(_credential(at, entry, file.parent) for at, entry in enumerate(entries, 1))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - checked there
    except (JobError, SettingError) as error:
        raise SettingError(f"{place}: {error}") from error


def _refuse_open(file: Path, place: str) -> None:
    if file.stat().st_mode & _OTHERS:
        raise SettingError(f"{place} can be read by others; chmod 600 {file}")


def _credential(number: int, entry: object, folder: Path) -> Credential:
    if not isinstance(entry, dict):
        raise JobError(f"credential {number} is no table; write [[credentials]]")
    said: dict[str, Any] = {**entry}
    kind = str(said.get("kind") or "")
    secret = {name: _secret(name, said, folder) for name in SECRET_NAMES.get(kind, ())}
    guard = {_GUARD} if kind.startswith("ssh") else set[str]()
    known = {*_PLAIN, *guard, *secret, *(f"{name}_file" for name in secret)}
    unknown = sorted(set(said) - known)
    if kind in SECRET_NAMES and unknown:
        raise JobError(f"credential {number}: {unknown[0]} is nothing that {kind} has; it has: {', '.join(secret)}")
    name = str(said.get("name") or f"{kind}-{number}")
    message: dict[str, Any] = {
        "credential_id": name,
        "kind": kind,
        "user": said.get("user"),
        "secret": secret,
        "networks": said.get("networks") or [],
        "order": number,
        **_guarded(name, kind, said.get(_GUARD, _MOST_FAILURES)),
    }
    made = credential_of(message)
    missing = [name for name in _NEEDED[kind] if not (made.user if name == "user" else made.text(name))]
    if missing:
        raise JobError(f"credential {number}: {missing[0]} is missing; {kind} needs {' and '.join(_NEEDED[kind])}")
    return made


def _guarded(name: str, kind: str, most: object) -> dict[str, Any]:
    """After how many refusals passwords are left alone; a key locks nothing, the password for sudo beside it may."""
    if isinstance(most, bool) or not isinstance(most, int) or most < 0:
        raise JobError(f"{_GUARD}={most!r} is no number of refusals; give 1, 2 ... or 0 for no limit")
    if not kind.startswith("ssh") or not most:
        return {}
    return {
        "failures_left": most if kind == "ssh_password" else None,
        "sudo_credential_id": f"{name}, sudo",
        "sudo_failures_left": most,
    }


def _secret(name: str, said: Mapping[str, Any], folder: Path) -> str:
    place = said.get(f"{name}_file")
    if place is None:
        return str(said.get(name) or "")
    file, shown = folder / str(place), f"{name}_file={str(place)!r}"
    text = text_of(file, shown)
    _refuse_open(file, shown)
    return text.strip("\r\n")  # a password may end in a space
