"""Several things at once that only make sense together."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def until_one_ends(*work: Coroutine[Any, Any, T]) -> T:
    """Do all until the first ends; its result, or what it raises. The others are cancelled."""
    tasks = [asyncio.create_task(entry) for entry in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(iter(done)).result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
