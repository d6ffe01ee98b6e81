"""What is installed: releases that all machines of an operating system share."""

from collections.abc import Iterable
from dataclasses import dataclass

from cmdb_server.demo.chance import Chance
from cmdb_server.demo.programs import EVERYWHERE, PROGRAMS, Program
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.relationships import HAS_INSTALLED
from graph_schema.report import Ref, Section

_BOOKWORM = """
adduser 3.134 | apt 2.6.1 | base-files 12.4 | bash 5.2.15 | bind9-host 9.18.28 | bsdutils 2.38.1
ca-certificates 20230311 | coreutils 9.1 | cron 3.0 | curl 7.88.1 | dash 0.5.12 | debianutils 5.7 | diffutils 3.8
dpkg 1.21.22 | e2fsprogs 1.47.0 | findutils 4.9.0 | gnupg 2.2.40 | grep 3.8 | gzip 1.12 | iproute2 6.1.0 | less 590
libc6 2.36 | libpam-modules 1.5.2 | libssl3 3.0.15 | libsystemd0 252.31 | logrotate 3.21.0 | lsof 4.95.0
mawk 1.3.4 | mount 2.38.1 | nano 7.2 | ncurses-base 6.4 | nftables 1.0.6 | openssl 3.0.15 | passwd 4.13
perl-base 5.36.0 | procps 4.0.2 | python3 3.11.2 | rsyslog 8.2302.0 | sed 4.9 | sudo 1.9.13 | systemd 252.31
tar 1.34 | tzdata 2024b | udev 252.31 | util-linux 2.38.1 | vim-tiny 9.0.1378 | wget 1.21.3 | xz-utils 5.4.1
zlib1g 1.2.13
"""
_BULLSEYE = """
adduser 3.118 | apt 2.2.4 | base-files 11.1 | bash 5.1 | bind9-host 9.16.50 | bsdutils 2.36.1
ca-certificates 20210119 | coreutils 8.32 | cron 3.0 | curl 7.74.0 | dash 0.5.11 | dpkg 1.20.13 | e2fsprogs 1.46.2
findutils 4.8.0 | gnupg 2.2.27 | grep 3.6 | gzip 1.10 | iproute2 5.10.0 | less 551 | libc6 2.31 | libssl1.1 1.1.1w
libsystemd0 247.3 | logrotate 3.18.0 | nano 5.4 | openssl 1.1.1w | passwd 4.8.1 | perl-base 5.32.1 | python3 3.9.2
rsyslog 8.2102.0 | sed 4.7 | sudo 1.9.5 | systemd 247.3 | tar 1.34 | tzdata 2024b | udev 247.3 | util-linux 2.36.1
vim-tiny 8.2.2434 | xz-utils 5.2.5 | zlib1g 1.2.11
"""
_WORKSTATION = (
    ("Microsoft", "Microsoft 365 Apps", "16.0.17928"),
    ("Microsoft", "Microsoft Edge", "129.0.2792"),
    ("Microsoft", "Microsoft Teams", "24215.1007"),
    ("Mozilla", "Mozilla Firefox", "128.3.0"),
    ("Igor Pavlov", "7-Zip", "24.08"),
    ("Adobe", "Adobe Acrobat Reader", "24.003.20112"),
    ("Cisco Systems", "Cisco Secure Client", "5.1.4.74"),
    ("KeePassXC Team", "KeePassXC", "2.7.9"),
)
_WORKSTATION_EXTRAS = (
    ("Notepad++ Team", "Notepad++", "8.7"),
    ("Inkscape", "Inkscape", "1.3.2"),
    ("The GIMP Team", "GIMP", "2.10.38"),
    ("PuTTY", "PuTTY", "0.81"),
    ("VideoLAN", "VLC media player", "3.0.21"),
    ("QGIS", "QGIS", "3.34.11"),
    ("Adobe", "Adobe Photoshop 2024", "25.12"),
    ("Adobe", "Adobe Illustrator 2024", "28.7"),
    ("Microsoft", "Microsoft Visio Professional 2021", "16.0.14332"),
)
_DEBIAN = "Debian"
_NEEDED_BY = {"tomcat": ("Oracle", "Java SE Development Kit 17", "17.0.12")}


@dataclass(frozen=True)
class System:
    """An operating system with the packages that every installation of it has."""

    name: str
    version: str
    kernel: str
    releases: tuple[SoftwareRelease, ...]


def _release(publisher: str, product: str, version: str) -> SoftwareRelease:
    return SoftwareRelease(name=f"{product} {version}", publisher=publisher, product=product, version=version)


def _debian(text: str) -> tuple[SoftwareRelease, ...]:
    entries = (entry.split() for line in text.strip().splitlines() for entry in line.split("|"))
    return tuple(_release(_DEBIAN, product, version) for product, version in entries)


BOOKWORM = System("Debian GNU/Linux", "12", "6.1.0-26-amd64", _debian(_BOOKWORM))
BULLSEYE = System("Debian GNU/Linux", "11", "5.10.0-33-amd64", _debian(_BULLSEYE))
WINDOWS = System(
    "Microsoft Windows 11 Pro", "10.0.22631", "10.0.22631", tuple(_release(*entry) for entry in _WORKSTATION)
)


def release_of(program: Program) -> SoftwareRelease:
    """The release that brings a program."""
    return _release(program.publisher, program.package, program.version)


def workstation_extras(chance: Chance, name: str) -> tuple[SoftwareRelease, ...]:
    """What the person at a workstation installed beside what everybody has."""
    return tuple(_release(*entry) for entry in _WORKSTATION_EXTRAS if chance.number(f"{name}/{entry[1]}", 0, 3) == 0)


def packages_section(computer: Ref, system: System, programs: Iterable[str]) -> Section:
    """The installed packages of a Linux machine: those of its system and those that bring its programs or run them."""
    programs = set(programs)
    brought = (release_of(PROGRAMS[code]) for code in sorted({*programs, *EVERYWHERE}))
    needed = (_release(*_NEEDED_BY[code]) for code in sorted(programs & _NEEDED_BY.keys()))
    return installed(computer, (*system.releases, *brought, *needed))


def installed(computer: Ref, releases: Iterable[SoftwareRelease]) -> Section:
    """A section with these releases installed."""
    section = Section("packages", enumerates=("software_release",))
    for release in releases:
        section.relate(computer, HAS_INSTALLED, section.add(release), **_as_package(release))
    return section


def _as_package(release: SoftwareRelease) -> dict[str, str]:
    """What the package manager of a distribution says of it, by which tables of vulnerabilities are asked."""
    if release.publisher != _DEBIAN:
        return {}
    revised = {"package_version": f"{release.version}-1"} if "." in (release.version or "") else {}
    return {"package_type": "deb", "architecture": "amd64", **revised}
