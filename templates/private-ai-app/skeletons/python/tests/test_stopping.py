import asyncio

import pytest

from app.stopping import Stopped, Stopping


async def never():
    yield 1
    await asyncio.sleep(20)
    yield 2


def test_stops_also_who_did_not_wait_when_the_word_came():
    async def run():
        stopping = Stopping()
        items = stopping.until(never())
        assert await anext(items) == 1
        stopping.now()
        with pytest.raises(Stopped):
            await anext(items)

    asyncio.run(run())


def test_a_time_out_of_the_items_own_is_theirs():
    async def late():
        raise TimeoutError("mine")
        yield

    async def run():
        with pytest.raises(TimeoutError, match="mine"):
            await anext(Stopping().until(late()))

    asyncio.run(run())
