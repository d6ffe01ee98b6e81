"""Whether a version is affected: the order of each ecosystem, and the ranges that tables tell of."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.vulnerabilities.entry import Affected, Range
from cmdb_server.vulnerabilities.versions import Hit, hit, ordered

NUMBERS = st.lists(st.integers(0, 30), min_size=1, max_size=4).map(lambda found: ".".join(map(str, found)))
MARKS = st.sampled_from(("", "~rc1", "+dfsg", "+deb12u1", "~deb12u2", "a"))
DEBIAN = st.tuples(st.sampled_from(("", "1:")), NUMBERS, MARKS, st.just("-"), NUMBERS).map("".join)


def affected(*ranges: Range, versions: tuple[str, ...] = ()) -> Affected:
    """What of a package is affected."""
    return Affected(package="Debian:12/x", ranges=ranges, versions=versions)


@pytest.mark.parametrize(
    ("scheme", "older", "newer"),
    [
        ("deb", "3.0.15-1~deb12u1", "3.0.15-1"),
        ("deb", "9.9-1", "1:1.0-1"),
        ("deb", "1.2+dfsg-1", "1.10+dfsg-1"),
        ("rpm", "1.1.1k-9.el8_7", "1:1.1.1k-9.el8_6"),
        ("rpm", "4.18.0-477.10.1.el8", "4.18.0-477.27.1.el8"),
        ("apk", "3.1.4-r5", "3.1.4-r10"),
        ("apk", "1.2_rc1-r3", "1.2-r0"),
        ("apk", "1.2-r9", "1.2_git20200101-r0"),
        ("apk", "1.2_p1-r0", "1.2b-r0"),
        ("apk", "9.9_p2-r0", "9.10_p1-r0"),
        ("apk", "1.2-r1", "1.2.1-r0"),
        ("pypi", "2.0rc1", "2.0"),
        ("pypi", "1!0.1.post1", "1!0.2.dev1"),
        ("semver", "1.0.0-alpha.9", "1.0.0-alpha.10"),
        ("maven", "1.0-SNAPSHOT", "1.0"),
        ("any", "15.0.2000.5", "15.0.18390.0"),
        ("any", "1.9", "1.22.1"),
    ],
)
def test_versions_are_in_the_order_of_their_ecosystem(scheme: str, older: str, newer: str) -> None:
    found = affected(Range("0", fixed=newer))

    assert hit(older, found, scheme) == Hit(newer)
    assert hit(newer, found, scheme) is None
    assert hit(newer, affected(Range(newer)), scheme) == Hit("")
    assert hit(older, affected(Range(newer)), scheme) is None


@pytest.mark.skipif(not shutil.which("dpkg"), reason="dpkg is what the order is compared with")
@given(DEBIAN, DEBIAN)
def test_debian_versions_are_in_the_order_of_dpkg(one: str, other: str) -> None:
    says = subprocess.run(["dpkg", "--compare-versions", one, "lt", other], check=False).returncode == 0

    found = hit(one, affected(Range("0", fixed=other)), "deb")

    assert (found is not None) == says


@given(st.lists(DEBIAN, min_size=3, max_size=3))
def test_a_version_is_affected_exactly_between_where_it_begins_and_where_it_is_repaired(told: list[str]) -> None:
    first, here, fixed = told
    begins, this, ends = (ordered(version, "deb") for version in told)
    assert begins is not None
    assert this is not None
    assert ends is not None

    found = hit(here, affected(Range(first, fixed)), "deb")

    assert (found is not None) == (begins <= this and not ends <= this)


def test_the_last_affected_version_is_affected_and_the_next_is_not() -> None:
    found = affected(Range("1.0", last="1.4"))

    assert [hit(version, found, "semver") is not None for version in ("0.9", "1.0", "1.4", "1.4.1")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_versions_that_are_listed_are_affected_and_repaired_by_the_next_repair_that_is_told() -> None:
    found = affected(Range("0", fixed="2.0"), Range("3.0", fixed="3.5"), versions=("2.1",))

    assert hit("2.1", found, "semver") == Hit("3.5")
    assert hit("2.2", found, "semver") is None


def test_a_text_that_is_no_version_is_not_known_to_be_affected() -> None:
    assert ordered("n/a (see notes)", "deb") is None
    assert hit("n/a (see notes)", affected(Range("0")), "deb") is None


@pytest.mark.parametrize(
    ("scheme", "version"),
    [
        ("nuget", "unknown"),
        ("nuget", "v"),
        ("gem", "9" * 5_000),
        ("pacman", "9" * 5_000),
        ("maven", "1-" * 600),
        ("any", "1-" * 600),
    ],
    ids=lambda value: value[:8],
)
def test_a_text_that_is_no_version_is_never_an_error(scheme: str, version: str) -> None:
    ranges = affected(Range("1.0", fixed="2.0"), Range("0", last="1.0"))

    assert hit(version, ranges, scheme) in (None, Hit("2.0"), Hit(""))
    assert hit("1.5", affected(Range(version)), scheme) is None
    assert hit("1.5", affected(Range("0", fixed=version)), scheme) == Hit(version)
    assert hit("1.5", affected(Range("0", last=version)), scheme) is None
