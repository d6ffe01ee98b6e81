"""A user name and private key for SSH."""

from collections.abc import Mapping

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

from cmdb_server.credential_vault.kind import CredentialError, Kind, Part

_FIELD = "secret.private_key"


def _check(_options: Mapping[str, str], secret: Mapping[str, str]) -> None:
    """Refuse a key that no collector could use: found now, it costs no scan."""
    text = secret["private_key"].strip().encode() + b"\n"
    load = load_ssh_private_key if b"BEGIN OPENSSH PRIVATE KEY" in text else load_pem_private_key
    passphrase = secret.get("passphrase", "").encode() or None
    try:
        load(text, passphrase)
    except TypeError as error:
        is_given = "the key has none" if passphrase else "the key is protected by one"
        raise CredentialError("secret.passphrase", f"does not fit: {is_given}", "give it as the key wants") from error
    except UnsupportedAlgorithm as error:
        raise CredentialError(_FIELD, "is of an unsupported algorithm", "use an Ed25519 or RSA key") from error
    except ValueError as error:
        remedy = "paste the whole file in OpenSSH or PEM format, and the passphrase if it has one"
        raise CredentialError(_FIELD, "cannot be read with this passphrase", remedy) from error


kind = Kind(
    name="ssh_key",
    label="SSH key",
    method="ssh",
    secret=(
        Part("private_key", "Private key", "In OpenSSH or PEM format.", is_long=True),
        Part("passphrase", "Passphrase", "Only where the key is protected by one.", is_required=False),
    ),
    check=_check,
)
