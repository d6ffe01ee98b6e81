"""Several things at once: the first to end ends all."""

import asyncio

import pytest

from discovery_agent.together import until_one_ends


def test_the_first_to_end_ends_all_and_its_error_is_that_of_all() -> None:
    ended: list[str] = []

    async def forever() -> int:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("forever")
        return 0

    async def fails() -> int:
        message = "it"
        raise ValueError(message)

    async def ends() -> int:
        return 7

    assert asyncio.run(until_one_ends(forever(), ends())) == 7
    with pytest.raises(ValueError, match="it"):
        asyncio.run(until_one_ends(fails(), forever()))
    assert ended == ["forever", "forever"]
