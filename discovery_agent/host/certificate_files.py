"""Certificates that the configuration of servers names: of their files never more than the certificate."""

import re
from binascii import Error as NoBase64
from binascii import a2b_base64
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from discovery_agent.host.application import Configured, Files
from discovery_agent.host.later import later

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

MAX_NAMES = 100
_MAX_TEXT = 1000
_ANY_FILE = "filename"  # of Envoy, and of much that is no certificate
_SUFFIXES = (".pem", ".crt", ".cer", ".cert")
_NAMES_OF_SETTINGS = (
    r"smtpd_tls_(?:eccert_|dcert_|cert_|chain_)files?",
    r"(?:ssl|tls)[_.-]?cert(?:ificate)?(?:[_.-]?(?:file|path))?",
    r"ssl_options\.certfile",
    r"(?:olc)?tlscertificatefile",
    r"cert(?:ificate)?(?:key)?[_.-]?file",
    _ANY_FILE,
)
_NAMED = later(
    rf"^[ \t-]*[\"']?({'|'.join(_NAMES_OF_SETTINGS)})[\"']?(?:[ \t]*[:=][ \t]*|[ \t]+)[\"']?(/[A-Za-z0-9_./+-]+)",
    re.IGNORECASE | re.MULTILINE,
)
_MARKS = ("cert", "filename")  # one of these is in each of the names
_BODY = re.compile(rb"-----BEGIN (?:TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\s]{1,65536})-----END")


class CertificateFile(TypedDict):
    """A certificate by the path that the configuration names, DER in base64, "" where it was not read.

    `ports` are those at which it is shown; none where the configuration was not understood so far.
    """

    path: str
    ports: list[int]
    content: str


class CertificateReading(TypedDict):
    """What a certificate says; times in RFC 3339."""

    fingerprint: str
    subject: str
    issuer: str
    serial_number: str
    not_before: str
    not_after: str
    alternative_names: list[str]
    key_type: str


def named_certificates(configured: Configured, files: Files) -> list[tuple[str, tuple[int, ...]]]:
    """The certificate files that a configuration names: as its application says, else by the names of settings."""
    if configured.certificates:
        return list(dict.fromkeys(configured.certificates))[:MAX_NAMES]
    return [(path, ()) for path in list(dict.fromkeys(_settings(configured, files)))[:MAX_NAMES]]


def first_certificate(text: bytes) -> bytes | None:
    """The first certificate in a file, which is the server's own, in DER; None where there is none."""
    found = _BODY.search(text)
    try:
        return a2b_base64(b"".join(found[1].split()), strict_mode=True) if found else None
    except NoBase64:
        return None


def fingerprint_of(content: bytes) -> str:
    """The fingerprint as people compare it: SHA-256 of the DER."""
    from hashlib import sha256  # noqa: PLC0415 - it loads OpenSSL, a tenth of an agent's memory

    return sha256(content).hexdigest()


def read_certificate(content: bytes) -> CertificateReading | None:
    """What a certificate says; None for one that is not understood. Raises ImportError without the library."""
    from cryptography import x509  # noqa: PLC0415 - as large as half of the agent, and few machines show certificates
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - see above

    broken = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension)
    try:
        found = x509.load_der_x509_certificate(content)
        names = _alternative_names(found)
        return {
            "fingerprint": fingerprint_of(content),
            "subject": found.subject.rfc4514_string()[:_MAX_TEXT],
            "issuer": found.issuer.rfc4514_string()[:_MAX_TEXT],
            "serial_number": f"{found.serial_number:x}",
            "not_before": _time(found.not_valid_before_utc),
            "not_after": _time(found.not_valid_after_utc),
            "alternative_names": [name[:_MAX_TEXT] for name in names[:MAX_NAMES]],
            "key_type": _key_type(found.public_key()),
        }
    except (*broken, x509.UnsupportedGeneralNameType):
        return None


def _alternative_names(certificate: "Certificate") -> list[str]:
    from cryptography import x509  # noqa: PLC0415 - see read_certificate

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    hosts = names.get_values_for_type(x509.DNSName)
    return [*hosts, *(str(address) for address in names.get_values_for_type(x509.IPAddress))]


def _key_type(key: object) -> str:
    """Kind and size of a key: RSA 2048, EC 256, Ed25519."""
    kind = type(key).__name__.strip("_").removesuffix("PublicKey")
    return f"{kind} {getattr(key, 'key_size', '')}".strip()


def _settings(configured: Configured, files: Files) -> Iterator[str]:
    for path in configured.files:
        text = files.text(path) or ""
        folded = text.lower()
        if any(mark in folded for mark in _MARKS):  # few files; compiling the expression takes longer than all others
            named = _NAMED().findall(text)
            yield from (file for name, file in named if name.lower() != _ANY_FILE or file.endswith(_SUFFIXES))


def _time(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"  # %Y would leave out the zeros of 0999
