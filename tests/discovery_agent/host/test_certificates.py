"""Certificates that configuration names: where they are shown, and that nothing else of a file is kept."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from discovery_agent.host.application import MOST_CERTIFICATES, Application, Configured, Started
from discovery_agent.host.applications import apache, haproxy, nginx, postfix
from discovery_agent.host.certificate_files import first_certificate, named_certificates, read_certificate
from discovery_agent.host.collector import Reading
from discovery_agent.host.collectors.certificates import collector
from discovery_agent.host.configuration import MAX_FILES, ConfigurationFiles
from discovery_agent.host.machine import Machine
from discovery_agent.ssh.sections.configuration import CERTIFICATES, with_masked_secrets
from tests.discovery_agent.host.fake_root import FakeProcess, make

BORN = datetime(2026, 1, 1, tzinfo=UTC)
NGINX = """http { ssl_certificate /c/outer.pem;
server { listen 443 ssl; listen [::]:8443 quic; listen 80; ssl_certificate /c/a.pem; ssl_certificate_key /c/a.key; }
server { listen 443 ssl; } server { listen 80; ssl_certificate /c/plain.pem; }
server { listen 10.0.0.1:444 ssl; ssl_certificate $ssl_server_name.pem; } }"""
HAPROXY = """global
 crt-base /c
frontend web
 bind :80
 bind *:443,[::]:444 ssl crt a.pem crt /c/folder/ alpn h2
"""
APACHE = """SSLCertificateFile "/c/all.pem"
<VirtualHost *:443 [::]:8443>
 SSLCertificateFile /c/a.pem
 SSLCertificateKeyFile /c/a.key
</VirtualHost>
"""
POSTFIX = "smtpd_tls_cert_file=/c/mail.pem\nsmtpd_tls_key_file = /c/mail.key\nsmtp_tls_CAfile=/c/ca.pem\n"


def made(name: str = "shop.example", days: int = 90) -> tuple[bytes, bytes]:
    """A certificate and its private key, both PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.DNSName(f"www.{name}")])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 4660, BORN, BORN + timedelta(days=days))
    certificate = builder.add_extension(names, critical=False).sign(key, SHA256())
    return (
        certificate.public_bytes(Encoding.PEM),
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )


@pytest.mark.parametrize(
    ("application", "path", "text", "named"),
    [
        (nginx.application, "etc/nginx/nginx.conf", NGINX, [("/c/a.pem", (443, 8443)), ("/c/outer.pem", (443,))]),
        (
            haproxy.application,
            "etc/haproxy/haproxy.cfg",
            HAPROXY,
            [("/c/a.pem", (443, 444)), ("/c/folder/one.pem", (443, 444))],
        ),
        (
            apache.application,
            "etc/apache2/apache2.conf",
            APACHE,
            [("/c/all.pem", (443,)), ("/c/a.pem", (443, 8443))],
        ),
        (postfix.application, "etc/postfix/main.cf", POSTFIX, [("/c/mail.pem", ())]),
    ],
    ids=lambda value: value.name if isinstance(value, Application) else "",
)
def test_the_certificates_of_servers_are_named_with_the_ports_where_they_are_shown(
    tmp_path: Path, application: Application, path: str, text: str, named: list[tuple[str, tuple[int, ...]]]
) -> None:
    files = ConfigurationFiles(make(tmp_path, {path: text, "c/folder/one.pem": "", "c/folder/notes": ""}))
    configured = application.configure(Started((application.name,)), files) if application.configure else Configured()

    assert sorted(named_certificates(configured, files)) == sorted(named)


@pytest.mark.parametrize(
    ("application", "path", "text"),
    [
        (
            nginx.application,
            "etc/nginx/nginx.conf",
            f"http {{ {'ssl_certificate /a;' * 2000} {'server{listen 1 ssl;}' * 1000} }}",
        ),
        (haproxy.application, "etc/haproxy/haproxy.cfg", "frontend a\n" + " bind :443 ssl crt /c\n" * 2000),
    ],
    ids=["nginx", "haproxy"],
)
def test_the_certificates_of_a_configuration_are_bounded(
    tmp_path: Path, application: Application, path: str, text: str
) -> None:
    files = ConfigurationFiles(make(tmp_path, {path: text} | {f"c/{number}.pem": "" for number in range(10)}))

    assert application.configure is not None
    assert len(application.configure(Started((application.name,)), files).certificates) == MOST_CERTIFICATES


def test_no_more_files_are_looked_through_for_certificates_than_for_configuration(tmp_path: Path) -> None:
    system = make(tmp_path, {f"c/{number}.pem": b"x" for number in range(MAX_FILES + 1)} | {"etc/x": "x"})
    files = ConfigurationFiles(system)

    for number in (*range(MAX_FILES), 0, MAX_FILES):
        files.certificate(f"/c/{number}.pem")

    assert set(files.problems) == {f"/c/{MAX_FILES}.pem"}
    assert files.text("/etc/x") == "x"


def test_a_certificate_in_a_folder_that_is_not_known_is_none(tmp_path: Path) -> None:
    files = ConfigurationFiles(make(tmp_path, {"etc/haproxy/haproxy.cfg": "frontend a\n bind :443 ssl crt a.pem\n"}))

    assert haproxy.application.configure is not None
    assert haproxy.application.configure(Started(("haproxy",)), files).certificates == ()


def test_a_file_that_is_only_called_one_is_a_certificate_by_its_own_name(tmp_path: Path) -> None:
    blanks = " " * 1_000_000  # that it ends at all is what is looked at
    text = (
        f"positions:\n  filename: /c/positions.yaml\ntls:\n  filename: /c/a.pem\n  cert_file: /c/b\nfilename{blanks}x\n"
    )
    files = ConfigurationFiles(make(tmp_path, {"etc/x.yaml": text}))

    assert named_certificates(Configured(files=("/etc/x.yaml",)), files) == [("/c/a.pem", ()), ("/c/b", ())]


def test_of_a_file_with_a_private_key_nothing_but_the_certificate_is_kept() -> None:
    certificate, key = made()

    content = first_certificate(key + certificate + made("intermediate.example")[0])

    assert content is not None
    found = read_certificate(content)
    assert found is not None
    assert (found["subject"], found["serial_number"]) == ("CN=shop.example", "1234")
    assert (found["not_before"], found["not_after"]) == ("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z")
    assert (found["alternative_names"], found["key_type"]) == (
        ["shop.example", "www.shop.example"],
        "EC 256",
    )


def test_what_is_no_certificate_is_none() -> None:
    certificate, key = made()
    content = first_certificate(certificate) or b""

    assert [read_certificate(broken) for broken in (b"", b"x" * 99, content[:-9], content[:40])] == [None] * 4
    assert first_certificate(key) is None
    assert first_certificate(certificate.replace(b"-----END CERTIFICATE-----", b"") + key) is None
    assert first_certificate(b"-----BEGIN CERTIFICATE-----" + b"A" * 99 + b"-----END CERTIFICATE-----") is None


def test_a_certificate_is_read_once_and_remembered(tmp_path: Path) -> None:
    certificate, key = made()
    state = tmp_path / "state"
    state.mkdir()
    FakeProcess(7, "nginx", ("nginx: master process /usr/sbin/nginx",), executable="/usr/sbin/nginx").write(
        tmp_path / "r"
    )
    text = "http { server { listen 443 ssl; ssl_certificate /c/a.pem; ssl_certificate /c/b.pem; } }"
    system = make(tmp_path / "r", {"etc/nginx/nginx.conf": text, "c/a.pem": key + certificate})
    machine = Machine(system, state)

    first = collector.read(machine)
    assert isinstance(first, Reading)
    assert collector.remember is not None
    collector.remember(machine, first.facts)
    kept = (state / "certificates.json").read_text(encoding="utf-8")
    (state / "certificates.json").write_text(kept.replace("CN=shop.example", "CN=remembered"), encoding="utf-8")
    again = collector.read(Machine(system, state))

    assert "the certificate /c/b.pem was not read" in first.gaps
    assert "PRIVATE" not in kept
    assert "CN=remembered" in json.dumps(again[0])


@pytest.mark.parametrize("shell", [["sh"], ["bash"]], ids=lambda shell: shell[0])
def test_no_private_key_leaves_a_machine_that_is_scanned(tmp_path: Path, shell: list[str]) -> None:
    certificate, key = made()
    parts = {
        "a.pem": certificate,
        "a.key.pem": key,
        "both.pem": key + certificate + certificate,
        "torn.pem": certificate.replace(b"-----END CERTIFICATE-----\n", b"") + key,
        "site.conf": b"".join(
            b"x '%s/%s';\n" % (bytes(tmp_path), name) for name in (b"a.pem", b"both.pem", b"torn.pem", b"a.key.pem")
        ),
    }
    for name, content in parts.items():
        (tmp_path / name).write_bytes(content)

    asked = [*shell, "-c", f"f={tmp_path}/site.conf; {CERTIFICATES}"]
    printed = subprocess.run(asked, capture_output=True, check=True).stdout

    body = key.splitlines()[1]
    assert body in parts["both.pem"]
    assert body not in printed
    lines = [line.partition(b":") for line in printed.splitlines()]
    told = {
        name: b"\n".join(text for path, _, text in lines if path.endswith(b"/" + name))
        for name in (b"a.pem", b"both.pem")
    }
    assert set(told.values()) == {certificate.strip()}
    assert with_masked_secrets(b"/a.pem:" + certificate.strip().replace(b"\n", b"\n/a.pem:")).count(b"***") == 0
    assert body not in with_masked_secrets(b"/t.pem:" + parts["torn.pem"].replace(b"\n", b"\n/t.pem:"))
