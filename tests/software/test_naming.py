"""What releases are called: cases of the trade, and laws that hold for whatever a source tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.software.identifiers import cpe_name, package_url
from cmdb_server.software.naming import STATUSES, Found, Namer, PersonsRule
from cmdb_server.software.packs import PackError, load_packs, publisher_of
from cmdb_server.software.wording import full_name, plain_name, plain_publisher, upstream_version

NAMER = Namer(load_packs())
TEXT = st.text(max_size=60)
FOUND = st.builds(
    Found,
    st.one_of(TEXT, st.sampled_from(("Debian", "Red Hat", "Microsoft Corporation", "Acme Ltd."))),
    TEXT,
    TEXT,
    TEXT,
    st.sampled_from(("", "deb", "rpm", "apk", "pypi", "other")),
    TEXT,
)
CASES = {
    ("Microsoft Corporation", "Microsoft SQL Server 2019 Enterprise (64-bit)", "15.0.2000"): (
        *("Microsoft", "SQL Server", "2019", "Enterprise", "", "commercial", "normalised"),
    ),
    ("Microsoft Corporation", "Microsoft SQL Server 2022 Express", "16.0"): (
        *("Microsoft", "SQL Server", "2022", "Express", "", "freeware", "normalised"),
    ),
    ("Microsoft", "Microsoft Office Professional Plus 2021 - en-us", "16.0.14332"): (
        *("Microsoft", "Office", "2021", "Professional Plus", "", "commercial", "normalised"),
    ),
    ("Adobe Systems Incorporated", "Adobe Acrobat Reader DC", "24.003"): (
        *("Adobe", "Acrobat Reader", "24.003", "", "", "freeware", "normalised"),
    ),
    ("", "Mozilla Firefox 128.3.0 (x64 de-DE)", ""): (
        *("Mozilla", "Firefox", "128.3.0", "", "", "free", "normalised"),
    ),
    ("Igor Pavlov", "7-Zip 24.08 (x64)", ""): ("Igor Pavlov", "7-Zip", "24.08", "", "", "free", "normalised"),
    ("Microsoft", "Microsoft Teams", ""): ("Microsoft", "Teams", "", "", "Microsoft 365 Apps", "freeware", "partly"),
    ("Adobe Inc.", "Adobe Frobnicator", "1"): ("Adobe", "Adobe Frobnicator", "1", "", "", "", "publisher_only"),
    ("Acme Ltd.", "Acme Thing 2.1", ""): ("Acme", "Acme Thing", "2.1", "", "", "", "unknown"),
}
PACKAGES = {
    ("Debian", "libssl3", "3.0.15", "deb", "openssl"): ("OpenSSL", "OpenSSL", "3.0.15", "libssl3", "free"),
    ("Debian", "postgresql-15", "15.8", "deb", ""): (
        *("PostgreSQL Global Development Group", "PostgreSQL", "15.8", "postgresql-15", "free"),
    ),
    ("Debian", "libfoo-dev", "1:2.6+dfsg1", "deb", ""): ("Debian", "libfoo", "2.6", "libfoo-dev", "free"),
    ("Debian", "java-common", "0.74", "deb", ""): ("Debian", "java-common", "0.74", "", "free"),
    ("Debian", "firmware-iwlwifi", "20230210", "deb", "firmware-nonfree"): (
        *("Debian", "firmware-nonfree", "20230210", "firmware-iwlwifi", "freeware"),
    ),
    ("Red Hat", "openssl-libs", "3.0.7", "rpm", ""): ("OpenSSL", "OpenSSL", "3.0.7", "openssl-libs", "free"),
    ("Alpine Linux", "curl", "8.9.1", "apk", ""): ("curl", "curl", "8.9.1", "", "free"),
}


@pytest.mark.parametrize("told", CASES, ids=lambda told: told[1])
def test_what_installers_tell_becomes_a_product(told: tuple[str, str, str]) -> None:
    named = NAMER.name(Found(*told))

    shown = (named.publisher, named.product, named.version, named.edition, named.suite, named.licence, named.status)
    assert shown == CASES[told]


@pytest.mark.parametrize("told", PACKAGES, ids=lambda told: told[1])
def test_packages_are_parts_of_what_they_are_built_from(told: tuple[str, str, str, str, str]) -> None:
    publisher, name, version, kind, source = told
    named = NAMER.name(Found(publisher, name, version, "", kind, source))

    component = named.component or (name if named.product != name and name == "postgresql-15" else "")
    assert (named.publisher, named.product, named.version, component, named.licence) == PACKAGES[told]
    assert named.status == "normalised"
    assert named.purl.endswith(f"/{name}")


@given(FOUND)
def test_everything_gets_a_name_and_always_the_same(found: Found) -> None:
    named = NAMER.name(found)

    assert named.status in STATUSES
    assert named == Namer(load_packs()).name(found)
    assert (named.status == "manual") is False
    # A version that is claimed was told: nothing is made up.
    told = f"{found.version}{found.product}".lower()
    assert all(part in told for part in named.version.lower().split())


@given(FOUND, st.sampled_from(("free", "commercial", "")))
def test_what_a_person_says_wins_and_leaves_the_rest(found: Found, licence: str) -> None:
    rule = PersonsRule("sr_1", "*", product="Ledger", licence=licence)  # pyright: ignore[reportArgumentType] - one of them

    before, named = NAMER.name(found), Namer(load_packs(), [rule]).name(found)

    assert (named.product, named.status, named.rule) == ("Ledger", "manual", "sr_1")
    assert (named.publisher, named.version, named.component) == (before.publisher, before.version, before.component)
    assert named.licence == (licence or before.licence)


def test_a_rule_is_of_the_names_and_publishers_that_fit() -> None:
    rules = [
        PersonsRule("sr_1", "acme *", of="acme*", product="Thing"),
        PersonsRule("sr_2", "*thing*", product="Other"),
    ]
    namer = Namer(load_packs(), rules)

    assert namer.name(Found("Acme Ltd.", "ACME Thing", "1")).product == "Thing"
    assert namer.name(Found("Other Ltd.", "ACME Thing", "1")).product == "Other"
    assert namer.name(Found("Acme Ltd.", "Else", "1")).status == "unknown"


@given(TEXT)
def test_cutting_twice_is_cutting_once(text: str) -> None:
    assert plain_publisher(plain_publisher(text)) == plain_publisher(text)
    assert plain_name(text)[1] in text


@pytest.mark.parametrize(
    ("told", "version"),
    [("2:1.2.3+dfsg-1", "1.2.3"), ("1.0+really0.9", "0.9"), ("6.6~bpo12", "6.6"), ("9.2p1", "9.2p1"), ("", "")],
)
def test_the_version_is_that_of_its_makers(told: str, version: str) -> None:
    assert upstream_version(told) == version


def test_identifiers_are_spelt_as_their_standards_say() -> None:
    assert package_url("deb", "debian", "g++-12") == "pkg:deb/debian/g++-12"
    assert package_url("npm", "", "@angular/core", "1.0") == "pkg:npm/%40angular%2Fcore@1.0"
    assert cpe_name("microsoft:sql_server", "2019") == "cpe:2.3:a:microsoft:sql_server:2019:*:*:*:*:*:*:*"
    assert cpe_name("a:b", "1.2~x") == r"cpe:2.3:a:a:b:1\.2\~x:*:*:*:*:*:*:*"


def test_every_pack_is_read_and_a_wrong_one_is_named() -> None:
    packs = load_packs()

    assert len(packs.publishers) > 20
    assert {"deb", "rpm", "apk"} <= {kind for one in packs.ecosystems for kind in one.types}
    for product, message in (({"name": "x"}, "neither"), ({"name": "x", "pattern": "x", "licence": "odd"}, "odd")):
        with pytest.raises(PackError, match=message):
            publisher_of("acme", {"publisher": "Acme", "licence": "commercial", "product": [product]})
    with pytest.raises(PackError, match="acme"):
        publisher_of("acme", {"publisher": "Acme"})


@pytest.mark.parametrize(
    ("publisher", "product", "told"),
    [
        ("Adobe", "Photoshop", "Adobe Photoshop"),
        ("Microsoft", "Microsoft 365 Apps", "Microsoft 365 Apps"),
        ("Docker", "docker", "docker"),
        ("Micro", "Microsoft Office", "Micro Microsoft Office"),
        ("", "tool", "tool"),
    ],
)
def test_a_product_whose_name_begins_with_its_publisher_is_not_named_twice(
    publisher: str, product: str, told: str
) -> None:
    assert full_name(publisher, product) == told
