"""No password, token or key of a command line leaves the machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.host.secrets import MASK, mask_secrets

SECRET = "S3cr3t-value!"  # noqa: S105 - what must not be seen


@pytest.mark.parametrize(
    "arguments",
    [
        ["app", "--password", SECRET],
        ["app", f"--password={SECRET}"],
        ["app", f"--db.password={SECRET}"],
        ["app", "--api-key", SECRET],
        ["app", f"--api_key={SECRET}"],
        ["app", f"API_TOKEN={SECRET}"],
        ["app", f"-Djavax.net.ssl.keyStorePassword={SECRET}"],
        ["app", f"-Dspring.datasource.password={SECRET}"],
        ["app", "--client-secret", SECRET, "--port", "80"],
        ["mysqld_safe", f"-p{SECRET}"],
        ["sshpass", "-p", SECRET, "ssh", "host"],
        ["curl", "-u", f"user:{SECRET}"],
        ["curl", f"-uuser:{SECRET}", "https://h/"],
        ["curl", f"--user=user:{SECRET}"],
        ["sudo", "-u", "backup", "/usr/bin/mysqldump", f"-p{SECRET}", "shop"],
        ["redis-cli", "-h", "cache1", "-a", SECRET],
        ["/usr/bin/ldapsearch", "-D", "cn=admin", "-w", SECRET],
        ["timeout", "10", "mongodump", "-u", "backup", "-p", SECRET],
        ["snmpwalk", "-v2c", "-c", SECRET, "sw1"],
        ["app", f"postgresql://shop:{SECRET}@db1/shop"],
        ["app", f"postgresql://shop:a@b/{SECRET}@db1/shop"],
        ["app", f"https://{SECRET * 2}@git.example/shop"],
        ["app", f"https://h/a,amqp://u:{SECRET}@mq"],
        ["app", f'{{"user": "shop", "password": "{SECRET}"}}'],
        ["app", f"host=db1 user=shop password={SECRET}"],
        ["app", f"https://example.net/hook?token={SECRET}&x=1"],
        ["app", f"AccountName=shop;AccountKey={SECRET}"],
    ],
)
def test_a_secret_is_masked(arguments: list[str]) -> None:
    masked = mask_secrets(arguments)

    assert SECRET not in " ".join(masked)
    assert MASK in " ".join(masked)
    assert len(masked) == len(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nginx", "-g", "daemon on; master_process on;"],
        ["postgres", "-D", "/var/lib/postgresql/15/main", "-c", "config_file=/etc/postgresql/15/main/postgresql.conf"],
        ["java", "-Xmx512m", "-jar", "/opt/app/app.jar", "--server.port=8080"],
        ["app", "--auth-type", "ldap", "--token-ttl", "60"],
        ["app", "/usr/share/doc/a-rather-long-path/that/is/not/random/at/all"],
        ["redis-server", "*:6379"],
        ["redis-server", "-p", "6379"],
        ["docker-proxy", "-proto", "tcp", "-host-port", "80"],
        ["ssh", "-p", "2222", "host"],
        ["/usr/sbin/snmpd", "-LOw", "-c", "/etc/snmp/snmpd.conf"],
    ],
)
def test_what_is_no_secret_stays_as_it_is(arguments: list[str]) -> None:
    assert mask_secrets(arguments) == arguments


def test_what_looks_random_is_masked_whatever_it_is_called() -> None:
    masked = mask_secrets(["app", "aGVsbG8xMjM0NTY3ODkwQUJDREVGR0hJSktMTU5P"])

    assert masked == ["app", MASK]


def test_a_web_token_is_masked_within_its_argument() -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc"  # noqa: S105 - an example

    assert mask_secrets(["app", f"--header=Bearer:{token}"]) == ["app", f"--header=Bearer:{MASK}"]


@given(st.lists(st.text(max_size=60), max_size=6))
def test_masking_twice_is_masking_once(arguments: list[str]) -> None:
    once = mask_secrets(arguments)

    assert mask_secrets(once) == once


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=4, max_size=40))
def test_whatever_the_value_of_a_password_is_it_is_masked(value: str) -> None:
    assert mask_secrets(["app", "--password", value, f"--secret={value}x"]) == [
        "app",
        "--password",
        MASK,
        f"--secret={MASK}",
    ]
