"""What a graph engine is to the supervisor: where it is installed, how it is prepared and started."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cmdb_server.errors import CmdbError


class EngineMissingError(CmdbError):
    """The engine is not installed on this machine, or not made for it."""

    def __init__(self, message: str) -> None:
        """`message` says what is missing and what to do."""
        super().__init__(message, 503, "engine_missing")


class EngineStartError(CmdbError):
    """The engine did not start."""

    def __init__(self, message: str) -> None:
        """`message` says why, with the end of the engine's log, and what to do."""
        super().__init__(message, 503, "engine_start")


class DataDirectoryError(CmdbError):
    """The data directory cannot be used."""

    def __init__(self, message: str) -> None:
        """`message` names the directory and the remedy."""
        super().__init__(message, 503, "data_directory")


@dataclass(frozen=True)
class EngineSettings:
    """How the supervised engine runs. `neo4j_home` holds the folder `lib` that `make neo4j` fills."""

    data_dir: Path
    engine: str = "arcadedb"
    heap_megabytes: int = 0
    neo4j_home: Path | None = None
    start_timeout_seconds: float = 120.0
    command_timeout_milliseconds: int = 120_000


@dataclass(frozen=True)
class Launch:
    """One start of an engine: its installation, its directory, its ports on the loopback interface."""

    installation: Path
    home: Path
    bolt_port: int
    http_port: int
    heap_megabytes: int
    password: str = field(repr=False)
    password_file: Path = Path()
    command_timeout_milliseconds: int = 120_000


@dataclass(frozen=True)
class Engine:
    """One kind of engine.

    `locate` answers its installation or raises EngineMissingError; `version` that of the installation; `prepare` writes
    its configuration; `command` is its command line; `initial_password` is what a new database starts with when it
    cannot be given ours at start ("" where it can); `labels_classes` whether CIs may carry their classes as labels.
    """

    name: str
    user: str
    database: str
    single_writer: bool
    default_heap_megabytes: int
    data_folder: str
    locate: Callable[[EngineSettings], Path]
    version: Callable[[Path], str]
    prepare: Callable[[Launch], None]
    command: Callable[[Launch], list[str]]
    initial_password: str = ""
    labels_classes: bool = False
