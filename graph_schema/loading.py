"""Find what a ONE FILE folder holds: import every module of a package and collect the objects of one kind."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    """Every module of a package, in the order of their names."""
    for entry in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
        yield importlib.import_module(f"{package.__name__}.{entry.name}")


def load_all(package: ModuleType, kind: type[T]) -> list[T]:
    """All module-level objects of `kind` in a package's modules, each once, in the order of the modules' names."""
    found: dict[int, T] = {}
    for module in modules_of(package):
        for value in vars(module).values():
            if isinstance(value, kind):
                found.setdefault(id(value), value)
    return list(found.values())
