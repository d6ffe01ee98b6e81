"""What every test may use, and which tests need no graph engine."""

from collections.abc import Collection, Sequence

import pytest
from hypothesis import settings

pytest_plugins = ["tests.engine"]

# A busy machine is slow: no test fails for the time it takes.
settings.register_profile("plumbline", deadline=None, print_blob=True)
settings.load_profile("plumbline")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark the tests that do not use the run's engine, so that a run on another engine can leave them out."""
    for item in items:
        fixtures: Collection[str] = getattr(item, "fixturenames", ())
        if "engine_name" not in fixtures:
            item.add_marker("without_graph")
