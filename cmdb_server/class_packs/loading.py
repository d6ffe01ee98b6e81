"""The class packs of a directory, read at start: what is wrong with one is told with file, key, value and remedy."""

from pathlib import Path

from cmdb_server.errors import CmdbError, FieldError
from graph_schema import DeclarationError, Registry, load_registry
from graph_schema.class_packs import SUFFIX, ClassPack, ClassPackError, read_pack
from graph_schema.extending import extended


class RefusedPackError(CmdbError):
    """A class pack cannot be used."""

    def __init__(self, error: DeclarationError) -> None:
        """What is declared wrongly."""
        fields: tuple[FieldError, ...] = ()
        if isinstance(error, ClassPackError):
            value = "" if error.value is None else str(error.value)[:100]
            fields = (FieldError(error.key, value, f"cannot be used in {error.file}", error.remedy),)
        super().__init__(str(error), 422, "bad_class_pack", fields)


class UnreadablePackError(CmdbError):
    """A class pack cannot be read."""

    def __init__(self, file: Path, reason: str) -> None:
        """The file and the reason."""
        super().__init__(
            f"class pack {file} cannot be read ({reason}); fix its rights or take it away", 500, "bad_setting"
        )


def packs_in(directory: Path) -> list[ClassPack]:
    """The packs of a directory in the order of their names; none where there is no directory."""
    try:
        return [read_pack(file.name, _text(file)) for file in sorted(directory.glob(f"*{SUFFIX}"))]
    except DeclarationError as error:
        raise RefusedPackError(error) from error


def registry_with(packs: list[ClassPack]) -> Registry:
    """The built-in declarations with those of packs. Raises RefusedPackError."""
    try:
        return extended(load_registry(), packs)
    except DeclarationError as error:
        raise RefusedPackError(error) from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadablePackError(file, getattr(error, "strerror", None) or str(error)) from error
