"""Which credential is tried where, in which order, and when an account is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.address_ranges import ranges_of
from cmdb_server.credential_vault.credential import Credential, Wanted
from cmdb_server.credential_vault.guard import Account, Try, after
from cmdb_server.credential_vault.kind import CredentialError, checked, kind_of, known_kinds
from cmdb_server.credential_vault.scope import Target, fitting

SITE = Target(ranges_of(["10.1.0.0/24"]), "Oslo", frozenset({"core"}))


def credential(name: str, failures: int = 0, **wanted: object) -> Credential:
    """An SSH password as it is stored."""
    return Credential(name, "ssh_password", Wanted(name, "svc", **wanted), 1, "boss", 1, True, failures=failures)  # pyright: ignore[reportArgumentType] - values of Wanted  # noqa: FBT003 - sealed with the key in use


def test_range_site_and_tag_must_all_fit_and_nothing_said_fits_all() -> None:
    fits = [
        credential("all"),
        credential("range", ranges=("10.1.0.128/25", "10.9.0.0/16")),
        credential("site", sites=("Oslo",)),
        credential("tag", tags=("core", "edge")),
    ]
    misses = [
        credential("other range", ranges=("10.2.0.0/24",)),
        credential("other site", sites=("Bergen",)),
        credential("one of two", sites=("Oslo",), tags=("edge",)),
    ]

    assert {entry.uid for entry in fitting([*fits, *misses], SITE)} == {entry.uid for entry in fits}


def test_people_say_the_order_and_the_narrower_comes_first_where_they_do_not() -> None:
    known = [credential("all"), credential("last", order=900), credential("narrow", ranges=("10.1.0.0/24",))]

    assert [entry.uid for entry in fitting(known, SITE)] == ["narrow", "all", "last"]


def test_an_account_is_left_alone_from_the_last_allowed_refusal_on() -> None:
    left = [credential("x", failures, max_failures=3).failures_left for failures in range(5)]

    assert left == [3, 2, 1, 0, 0]
    assert credential("x", 3, max_failures=3).is_stopped
    assert not credential("x", 99, max_failures=0).is_stopped
    assert kind_of("ssh_key").account("svc") == kind_of("snmp_v2c").account("") == ""
    assert kind_of("sudo").account("svc") == kind_of("ssh_password").account("svc")


@given(st.lists(st.booleans()), st.integers(0, 5))
def test_refusals_count_since_the_account_last_worked(refusals: list[bool], before: int) -> None:
    tries = [Try("x", "10.0.0.1", at, is_refused) for at, is_refused in enumerate(refusals)]
    since = next((turn for turn, is_refused in enumerate(reversed(refusals)) if not is_refused), None)

    assert after(Account(before), reversed(tries)).failures == (before + len(refusals) if since is None else since)


V3 = {"authentication": "SHA-256", "privacy": "AES-256"}
WORDS = {"authentication_passphrase": "long enough", "privacy_passphrase": "long enough"}


@pytest.mark.parametrize(
    ("kind", "user", "options", "secret", "field"),
    [
        ("ssh_password", "", {}, {"password": "x"}, "user"),
        ("ssh_password", "svc", {}, {}, "secret.password"),
        ("ssh_password", "svc", {"port": "22"}, {"password": "x"}, "options.port"),
        ("snmp_v2c", "svc", {}, {"community": "x"}, "user"),
        ("snmp_v2c", "", {}, {"comunity": "x"}, "secret.comunity"),
        ("ssh_key", "svc", {}, {"private_key": "no key"}, "secret.private_key"),
        ("snmp_v3", "svc", V3 | {"privacy": "ROT13"}, WORDS, "options.privacy"),
        ("snmp_v3", "svc", {"privacy": "AES"}, WORDS, "options.privacy"),
        ("snmp_v3", "svc", V3, WORDS | {"privacy_passphrase": "brief!"}, "secret.privacy_passphrase"),
        ("snmp_v3", "svc", {}, WORDS, "secret.authentication_passphrase"),
    ],
)
def test_a_credential_that_cannot_work_is_refused_without_repeating_its_secret(
    kind: str, user: str, options: dict[str, str], secret: dict[str, str], field: str
) -> None:
    with pytest.raises(CredentialError) as refused:
        checked(kind_of(kind), user, options, secret)

    assert refused.value.errors[0].field == field
    assert not any(value in str(refused.value) for value in secret.values() if len(value) > 1)


def test_every_kind_says_what_it_is_made_of() -> None:
    methods = {kind.name: kind.method for kind in known_kinds().values()}

    assert methods == {
        **dict.fromkeys(("ssh_password", "ssh_key", "sudo"), "ssh"),
        **dict.fromkeys(("snmp_v1", "snmp_v2c", "snmp_v3"), "snmp"),
    }
    assert checked(kind_of("snmp_v3"), "svc", V3, WORDS) == WORDS
    assert checked(kind_of("snmp_v3"), "svc", {}, {"privacy_passphrase": ""}) == {}
