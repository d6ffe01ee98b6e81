"""Installed software in the words of its package managers."""

from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.host import package_databases, rpm
from discovery_agent.host.collector import NotAvailable, Reading
from discovery_agent.host.collectors.packages import Facts, interpret, read
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.machine import Machine
from discovery_agent.host.package_databases import (
    Package,
    has_database,
    read_apk,
    read_dpkg,
    read_pacman,
    rpm_packages,
)
from discovery_agent.host.releases import upstream_version
from discovery_agent.host.rpm import PackageError
from discovery_agent.host.system import System
from graph_schema.report import ReportedRelationship, Root, Section, ref_of, section_hash
from tests.discovery_agent.host.fake_root import make

STATUS = b"""Package: libssl3
Status: install ok installed
Priority: optional
Maintainer: Debian <Version: 9@example.net>
Architecture: amd64
Multi-Arch: same
Source: openssl (3.0.15-1)
Version: 3.0.15-1~deb12u1
Description: Secure Sockets Layer toolkit
 Package: not a field, it is indented
 Source: neither

Package: removed
Status: deinstall ok config-files
Architecture: amd64
Version: 1.0

Package: half
Status: install ok half-installed
Architecture: amd64
Version: 1.0

Package: caf\xe9
Status: install ok installed
Architecture: all
Version: 1.0
"""
APK = """P:musl
V:1.2.5-r0
A:x86_64
o:musl

P:libcrypto3
V:3.3.2-r0
A:x86_64
o:openssl
F:usr/lib
R:libcrypto.so.3
"""
RPM = (
    "bash\t0:5.1.8-9.el9\tx86_64\tbash-5.1.8-9.el9.src.rpm\n"
    "openssl-libs\t1:3.2.2-6.el9_5\tx86_64\topenssl-3.2.2-6.el9_5.src.rpm\n"
    "gpg-pubkey\t0:fd431d51-4ae0493b\t(none)\t(none)\n"
    "half a line\n"
)


def facts_of(root: LocalSystem) -> dict[str, Any]:
    return cast("Reading[Any]", read(Machine(root))).facts


def test_dpkg_counts_what_is_installed_and_nothing_else(tmp_path: Path) -> None:
    packages = read_dpkg(make(tmp_path, {"var/lib/dpkg/status": STATUS})) or []

    assert packages == [
        {
            "name": "libssl3",
            "version": "3.0.15-1~deb12u1",
            "architecture": "amd64",
            "source": "openssl",
            "kind": "deb",
        },
        {
            "name": "caf\N{REPLACEMENT CHARACTER}",
            "version": "1.0",
            "architecture": "all",
            "source": None,
            "kind": "deb",
        },
    ]


WORDS = st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs",)), min_size=1, max_size=12)


@given(WORDS, st.sampled_from(["install ok installed", "hold ok half-installed", " installed", "x"]), WORDS, WORDS)
def test_the_fields_that_a_scan_asks_for_tell_the_same_as_all_of_them(
    name: str, status: str, source: str, version: str
) -> None:
    told = [f"Package: {name}", f"Status: {status}", "Architecture: all", f"Source: {source}", f"Version: {version}"]

    found = [
        read_dpkg(cast("System", Status("\n".join(fields).encode())))
        for fields in (told, [*told, "Priority: optional"], told[:3] + told[4:], [*told[4:], *told[:3]])
    ]

    assert found[0] == found[1]
    assert found[2] == found[3]


@given(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=700), WORDS)
def test_a_package_that_many_machines_have_is_told_as_if_it_were_the_first(name: str, version: str) -> None:
    package: Package = {"name": name, "version": version, "architecture": "all", "source": None, "kind": "deb"}
    facts: Facts = {"packages": [package], "distribution": "debian"}
    root = Root(ref_of("server", "self"), "server")

    told = [Section("packages") for _ in range(3)]
    for section in told:
        interpret(facts, section, root.ref)
    hashes = [section_hash(section, root) for section in told]

    alone = [ReportedRelationship(*told[0].relationships[0])]
    assert set(hashes) == {section_hash(Section("packages", relationships=alone), root)}


class Status:
    """A machine that has nothing but the status of dpkg."""

    def __init__(self, status: bytes) -> None:
        self.status = status

    def read_bytes(self, _path: str) -> bytes:
        return self.status

    def names_in(self, _path: str) -> list[str]:
        return []


def test_images_without_a_package_manager_keep_a_file_for_each_package(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        "var/lib/dpkg/status.d/base-files": "Package: base-files\nVersion: 12.4\nArchitecture: amd64\n",
        "var/lib/dpkg/status.d/tzdata": "Package: tzdata\nVersion: 2024a-0\nArchitecture: all\n",
    }

    packages = read_dpkg(make(tmp_path, parts)) or []

    assert [(package["name"], package["version"]) for package in packages] == [
        ("base-files", "12.4"),
        ("tzdata", "2024a-0"),
    ]


def test_apk(tmp_path: Path) -> None:
    packages = read_apk(make(tmp_path, {"lib/apk/db/installed": APK})) or []

    assert [(package["name"], package["version"], package["source"]) for package in packages] == [
        ("musl", "1.2.5-r0", None),
        ("libcrypto3", "3.3.2-r0", "openssl"),
    ]


def test_rpm() -> None:
    assert [(package["name"], package["version"], package["source"]) for package in rpm_packages(RPM)] == [
        ("bash", "5.1.8-9.el9", None),
        ("openssl-libs", "1:3.2.2-6.el9_5", "openssl"),
    ]


def test_a_database_that_cannot_be_read_is_a_gap_beside_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "rpm"
    make(tmp_path, {"rpm/rpmdb.sqlite": "", "bin/placeholder": ""})
    monkeypatch.setattr(rpm, "RPM_FOLDERS", (str(folder),))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    with pytest.raises(PackageError, match="install rpm"):
        package_databases.read_rpm(LocalSystem())


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("#!/bin/sh\necho 'db5 error(11)' >&2\nexit 1\n", "rebuilddb"),
        ("#!/bin/sh\nprintf 'bash\\t0:5-1\\tx86_64\\t(none)\\n'\n", ""),
    ],
)
def test_rpm_itself_reads_its_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    make(tmp_path, {"rpm/rpmdb.sqlite": "", "bin/rpm": script})
    (tmp_path / "bin" / "rpm").chmod(0o755)
    monkeypatch.setattr(rpm, "RPM_FOLDERS", (str(tmp_path / "rpm"),))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")

    if reason:
        with pytest.raises(PackageError, match=reason):
            package_databases.read_rpm(LocalSystem())
    else:
        assert [package["name"] for package in package_databases.read_rpm(LocalSystem()) or []] == ["bash"]


def test_a_machine_without_any_database_says_so(tmp_path: Path) -> None:
    answer = read(Machine(LocalSystem(str(tmp_path))))

    assert isinstance(answer, NotAvailable)


def test_the_distribution_is_part_of_the_reading(tmp_path: Path) -> None:
    root = make(tmp_path, {"var/lib/dpkg/status": STATUS, "etc/os-release": 'PRETTY_NAME="x"\nID="ubuntu"\n'})

    assert facts_of(root)["distribution"] == "ubuntu"


def test_packages_of_pacman_are_the_names_of_its_folders(tmp_path: Path) -> None:
    folders = ("bash-5.2.026-2", "gtk-update-icon-cache-1:4.14.4-1", "ALPM_DB_VERSION")
    system = make(tmp_path, {f"var/lib/pacman/local/{name}/desc": "" for name in folders})

    packages = read_pacman(system) or []

    assert [(package["name"], package["version"]) for package in packages] == [
        ("bash", "5.2.026-2"),
        ("gtk-update-icon-cache", "1:4.14.4-1"),
    ]
    assert has_database(system)


@pytest.mark.parametrize(
    ("version", "upstream"),
    [
        ("1:2.39.5-0+deb12u1", "2.39.5"),
        ("3.134", "3.134"),
        ("5.14.0-503.11.1.el9_5", "5.14.0"),
        ("1.2.5-r0", "1.2.5"),
        ("2024a-0+deb12u1", "2024a"),
        ("1.0-rc1-2", "1.0-rc1"),
        ("", ""),
        ("-1", "-1"),
    ],
)
def test_the_makers_version_is_without_epoch_and_packaging(version: str, upstream: str) -> None:
    assert upstream_version(version) == upstream
