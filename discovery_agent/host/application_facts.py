"""What is known of the applications of a machine, plain as JSON and without a secret."""

from typing import NotRequired, TypedDict

from discovery_agent.host.certificate_files import CertificateFile


class NeedReading(TypedDict):
    """See `application.Need`; `addresses` are those of its host, none for a Unix socket or an unknown name.

    `is_dns_name`: the host is a name that no file of the machine gives an address; of a short one the `whole_name`.
    """

    host: str
    addresses: list[str]
    port: int
    file: str
    purpose: str
    strength: str
    reason: str
    is_certain: bool
    database: NotRequired[str]
    is_dns_name: NotRequired[bool]
    whole_name: NotRequired[str]


class MemberReading(TypedDict):
    """See `application.Member`."""

    host: str
    addresses: list[str]
    port: int
    is_backup: bool


class PoolReading(TypedDict):
    """See `application.Pool`."""

    name: str
    members: list[MemberReading]
    file: str
    k: int
    reason: str


class ZoneReading(TypedDict):
    """See `application.Zone`."""

    name: str
    records: list[list[str]]


class ApplicationReading(TypedDict):
    """What is known of a program (by its key), `application` "" where that is none of the known ones.

    `package` is name, version and kind of its package. With `is_claimed` it is known only by what it calls itself.
    `container` is the one that it runs in, by the name of its cgroup: its paths mean nothing outside.
    """

    program: str
    application: str
    product: str
    traffic: str
    package: list[str]
    version: str
    instance: str
    data_directory: str
    needs: list[NeedReading]
    pools: list[PoolReading]
    serves: list[str]
    sockets: list[str]
    files: list[str]
    addresses: NotRequired[list[list[str]]]
    watched: NotRequired[list[str]]
    certificates: NotRequired[list[CertificateFile]]
    is_claimed: NotRequired[bool]
    container: NotRequired[str]
    databases: NotRequired[list[str]]
    has_all_databases: NotRequired[bool]
    zones: NotRequired[list[ZoneReading]]
    folders: NotRequired[list[str]]


class ApplicationsReading(TypedDict):
    """All applications of a machine, why some configuration was not read, and whether some was not permitted."""

    found: list[ApplicationReading]
    problems: list[str]
    is_denied: bool
