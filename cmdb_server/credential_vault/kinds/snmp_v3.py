"""A user of SNMP version 3 (RFC 3414, 3826, 7860)."""

from collections.abc import Mapping

from cmdb_server.credential_vault.kind import CredentialError, Kind, Part

_SHORTEST = 8


def _check(options: Mapping[str, str], secret: Mapping[str, str]) -> None:
    if options.get("privacy") and not options.get("authentication"):
        remedy = "choose how messages are authenticated too, or leave privacy out"
        raise CredentialError("options.privacy", "is not possible without authentication", remedy, options["privacy"])
    for option in ("authentication", "privacy"):
        field, password = f"secret.{option}_passphrase", secret.get(f"{option}_passphrase", "")
        if options.get(option) and len(password) < _SHORTEST:
            remedy = f"give the {option} passphrase, at least {_SHORTEST} characters (RFC 3414, 11.2)"
            raise CredentialError(field, "is missing or too short", remedy)
        if password and not options.get(option):
            raise CredentialError(field, f"is given without options.{option}", f"choose the {option} protocol")


kind = Kind(
    name="snmp_v3",
    label="SNMP v3 user",
    method="snmp",
    options=(
        Part(
            "authentication",
            "Authentication",
            "How messages are signed; none where the device does not.",
            is_required=False,
            choices=("MD5", "SHA", "SHA-224", "SHA-256", "SHA-384", "SHA-512"),
        ),
        Part(
            "privacy",
            "Privacy",
            "How messages are encrypted; AES is AES-128.",
            is_required=False,
            choices=("DES", "AES", "AES-192", "AES-256"),
        ),
    ),
    secret=(
        Part("authentication_passphrase", "Authentication passphrase", is_required=False),
        Part("privacy_passphrase", "Privacy passphrase", is_required=False),
    ),
    check=_check,
)
