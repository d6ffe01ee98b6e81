"""The rules that come with the product, read from their files.

A publisher's file: `publisher`, `aliases` (spellings), `licence` (free, commercial or freeware), and `product` tables
with `name`, `pattern` (of the whole name as installers tell it; groups `version` and `edition`) or `packages` (globs of
package names), and where known `edition`, `suite`, `licence`, `cpe` (vendor:product) and `programs` (globs of the names
of its processes, without .exe; one that several products share counts for each of them). An ecosystem's file: `types`
of packages, `publishers` with the namespace of their package URLs, `purl`, `components` (endings of names of packages
that are a part of another), `whole` (names that only look so) and `freeware` (globs of packages whose source is not
free).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias

Licence: TypeAlias = Literal["free", "freeware", "commercial", ""]
LICENCES: tuple[Licence, ...] = ("free", "freeware", "commercial", "")
_FOLDER = "packs"


class PackError(ValueError):
    """A file of rules says what no rule can be."""


@dataclass(frozen=True)
class KnownProduct:
    """A product that a pack knows; `rule` says which file knows it."""

    rule: str
    publisher: str
    name: str
    licence: Licence
    edition: str = ""
    suite: str = ""
    cpe: str = ""
    pattern: re.Pattern[str] | None = None
    packages: tuple[re.Pattern[str], ...] = ()
    programs: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True)
class Publisher:
    """A publisher under the name that counts; `aliases` are folded."""

    name: str
    aliases: frozenset[str]
    products: tuple[KnownProduct, ...]


@dataclass(frozen=True)
class Ecosystem:
    """How packages of one package manager become products."""

    rule: str
    types: tuple[str, ...]
    publishers: Mapping[str, str]
    purl: str
    components: re.Pattern[str]
    whole: frozenset[str] = frozenset()
    freeware: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True)
class Packs:
    """Everything that comes with the product."""

    publishers: tuple[Publisher, ...]
    ecosystems: tuple[Ecosystem, ...]


@cache
def load_packs() -> Packs:
    """The packs in the folder. Raises PackError for a file that is none, naming it."""
    publishers = (_publisher(name, told) for name, told in _files("publishers"))
    ecosystems = (_ecosystem(name, told) for name, told in _files("ecosystems"))
    return Packs(tuple(publishers), tuple(ecosystems))


def publisher_of(name: str, told: Mapping[str, Any]) -> Publisher:
    """A publisher from what a file of this name tells. Raises PackError."""
    return _publisher(name, told)


def _files(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    folder = files(__package__ or "cmdb_server.software") / _FOLDER / kind
    for entry in sorted(folder.iterdir(), key=lambda file: file.name):
        if entry.name.endswith(".toml"):
            yield entry.name.removesuffix(".toml"), tomllib.loads(entry.read_text("utf-8"))


def _publisher(file: str, told: Mapping[str, Any]) -> Publisher:
    try:
        name, licence = told["publisher"], told["licence"]
        products = tuple(_product(file, (name, licence), one) for one in told.get("product", ()))
        aliases = frozenset(text.casefold() for text in (name, *told.get("aliases", ())))
    except (KeyError, TypeError, re.error) as error:
        raise PackError(f"pack {file}: {error}") from error
    return Publisher(name, aliases, products)


def _product(file: str, of: tuple[str, Licence], told: Mapping[str, Any]) -> KnownProduct:
    licence = told.get("licence", of[1])
    if licence not in LICENCES:
        raise PackError(f"pack {file}: licence {licence!r} is none of free, freeware, commercial")
    if not {"pattern", "packages"} & told.keys():
        raise PackError(f"pack {file}: product {told['name']!r} has neither a pattern nor packages")
    pattern = re.compile(told["pattern"], re.IGNORECASE) if "pattern" in told else None
    packages, programs = (
        tuple(re.compile(translate(glob)) for glob in told.get(name, ())) for name in ("packages", "programs")
    )
    more = {name: told[name] for name in ("edition", "suite", "cpe") if name in told}
    names = {"packages": packages, "programs": programs}
    return KnownProduct(f"{file}:{told['name']}", of[0], told["name"], licence, pattern=pattern, **names, **more)


def _ecosystem(file: str, told: Mapping[str, Any]) -> Ecosystem:
    try:
        endings = "|".join(re.escape(text) for text in sorted(told["components"], key=len, reverse=True))
        return Ecosystem(
            file,
            tuple(told["types"]),
            dict(told["publishers"]),
            told["purl"],
            re.compile(rf"(?P<product>.+?)(?:{endings})\Z" if endings else r"(?!)"),
            frozenset(told.get("whole", ())),
            tuple(re.compile(translate(glob)) for glob in told.get("freeware", ())),
        )
    except (KeyError, TypeError) as error:
        raise PackError(f"pack {file}: {error}") from error
