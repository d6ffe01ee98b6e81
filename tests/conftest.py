"""What every test may use, and which tests need no graph engine."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer  # pyright: ignore[reportMissingTypeStubs] - pytest-xdist has none
from xdist.scheduler import LoadFileScheduling  # pyright: ignore[reportMissingTypeStubs] - as above

pytest_plugins = ["tests.engine", "tests.in_memory"]
_TESTS = Path(__file__).parent
# At the end they would let other cores wait; those that take longest come first.
_LONG = tuple(_TESTS / name for name in ("browser", "cli", "faults", "duplicates", "ingest", "api"))
_TOGETHER = ("tests/browser/", "tests/cli/")
# Pages and commands know the engine by the answers of the API alone, whose tests run on every engine. What starts and
# stops the engine, looks into it or is somebody's whole job is run on every engine, too.
_THROUGH_THE_API = (_TESTS / "browser", _TESTS / "cli")
_ON_EVERY_ENGINE = ("test_jobs.py", "test_signals.py", "test_up.py", "test_doctor.py", "test_questions.py")

# A busy machine is slow: no test fails for the time it takes.
settings.register_profile("plumbline", deadline=None, print_blob=True)
settings.load_profile("plumbline")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark the tests that know nothing of the run's engine, so that a run on another engine can leave them out.

    Folders with long tests come first in what is else a random order.
    """
    for item in items:
        fixtures: Collection[str] = getattr(item, "fixturenames", ())
        if "engine_name" not in fixtures or _is_through_the_api(item.path):
            item.add_marker("without_graph")
    yield
    items.sort(key=lambda item: _turn(item.path))


def _is_through_the_api(path: Path) -> bool:
    return path.name not in _ON_EVERY_ENGINE and any(map(path.is_relative_to, _THROUGH_THE_API))


def _turn(path: Path) -> int:
    return next((turn for turn, folder in enumerate(_LONG) if path.is_relative_to(folder)), len(_LONG))


class _FoldersTogether(LoadFileScheduling):
    """Hands out tests a file at a time, and whole folders whose tests share a server that takes long to fill."""

    def _split_scope(self, nodeid: str) -> str:
        return next(filter(nodeid.startswith, _TOGETHER), None) or super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """Run each of those folders in one process, so that its server is filled once."""
    return _FoldersTogether(config, log) if config.getoption("dist") == "loadfile" else None
