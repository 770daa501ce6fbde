"""The word that the app stops, for those who wait."""

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

Item = TypeVar("Item")


class Stopped(Exception):
    """The app stops: what was waited for will not come."""


class Stopping:
    """Tells every open run that the app stops now. One for each app, used from its event loop."""

    def __init__(self) -> None:
        self._stopped = False
        self._waits: set[asyncio.Timeout] = set()

    def now(self) -> None:
        """Ends all waiting, also what begins later."""
        self._stopped = True
        for wait in self._waits:
            wait.reschedule(0)

    async def until(self, items: AsyncIterator[Item]) -> AsyncIterator[Item]:
        """Passes the items on; raises Stopped when the app stops while it waits for the next."""
        while True:
            # Around the wait only: a time-out must not strike while whoever asked holds the item.
            try:
                async with asyncio.timeout(0 if self._stopped else None) as wait:
                    self._waits.add(wait)
                    item = await anext(items)
            except StopAsyncIteration:
                return
            except TimeoutError:
                if wait.expired():
                    raise Stopped from None
                raise
            finally:
                self._waits.discard(wait)
            yield item
