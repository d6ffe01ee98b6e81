"""What every test may use, and which tests need no graph engine."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.engine"]
_LONG = Path(__file__).parent / "browser"

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
