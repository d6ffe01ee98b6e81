"""What every test may use, and which tests need no graph engine."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer  # pyright: ignore[reportMissingTypeStubs] - pytest-xdist has none
from xdist.scheduler import LoadFileScheduling  # pyright: ignore[reportMissingTypeStubs] - as above

pytest_plugins = ["tests.engine"]
_LONG = Path(__file__).parent / "browser"
_TOGETHER = ("tests/browser/", "tests/cli/")

# A busy machine is slow: no test fails for the time it takes.
settings.register_profile("plumbline", deadline=None, print_blob=True)
settings.load_profile("plumbline")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark the tests that do not use the run's engine, so that a run on another engine can leave them out.

    Files with few long tests come first in what is else a random order: at the end they would let other cores wait.
    """
    for item in items:
        fixtures: Collection[str] = getattr(item, "fixturenames", ())
        if "engine_name" not in fixtures:
            item.add_marker("without_graph")
    yield
    items.sort(key=lambda item: not item.path.is_relative_to(_LONG))


class _FoldersTogether(LoadFileScheduling):
    """Hands out tests a file at a time, and whole folders whose tests share a server that takes long to fill."""

    def _split_scope(self, nodeid: str) -> str:
        return next(filter(nodeid.startswith, _TOGETHER), None) or super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """Run each of those folders in one process, so that its server is filled once."""
    return _FoldersTogether(config, log) if config.getoption("dist") == "loadfile" else None
