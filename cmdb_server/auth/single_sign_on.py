"""Single sign-on as it is set up: the provider, and which of its groups give which roles here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cmdb_server.auth.oidc import Client, OidcError, Provider
from cmdb_server.settings import SettingError, Settings


@dataclass(frozen=True)
class SingleSignOn:
    """A provider with the roles that its groups give; `redirect_uri` "" is made of each request's address."""

    name: str
    issuer: str
    client_id: str
    provider: Provider
    groups_claim: str
    roles: Mapping[str, str]
    redirect_uri: str

    def roles_of(self, claims: Mapping[str, Any]) -> set[str]:
        """The roles that the groups in some claims give."""
        groups = claims.get(self.groups_claim)
        named = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []  # pyright: ignore[reportUnknownVariableType] - JSON
        return {self.roles[str(group)] for group in named if str(group) in self.roles}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON


def single_sign_on(settings: Settings, clock: Callable[[], int]) -> SingleSignOn | None:
    """Single sign-on by the settings, None where no issuer is set. Raises SettingError."""
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_client_id:
        raise SettingError("CMDB_OIDC_CLIENT_ID", "", "give the client id that the provider knows this server by")
    ca_file = "" if settings.oidc_ca_file == Path() else str(settings.oidc_ca_file)
    client = Client(settings.oidc_issuer, settings.oidc_client_id, _secret(settings), settings.oidc_scopes, ca_file)
    try:
        provider = Provider(client, clock)
    except OidcError as error:
        raise SettingError("CMDB_OIDC_ISSUER", settings.oidc_issuer, "give the provider's https address") from error
    return SingleSignOn(
        settings.oidc_name,
        settings.oidc_issuer,
        settings.oidc_client_id,
        provider,
        settings.oidc_groups_claim,
        _roles(settings.oidc_roles),
        settings.oidc_redirect_uri,
    )


def _secret(settings: Settings) -> str:
    file = settings.oidc_client_secret_file
    if file == Path():
        return ""
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(
            "CMDB_OIDC_CLIENT_SECRET_FILE", str(file), f"it cannot be read ({error.strerror})"
        ) from error


def _roles(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in filter(None, (part.strip() for part in text.split(","))):
        group, separator, role = (part.strip() for part in entry.rpartition("="))
        if not (group and separator and role):
            raise SettingError("CMDB_OIDC_ROLES", text, f"{entry!r} is no group=role")
        found[group] = role
    return found
