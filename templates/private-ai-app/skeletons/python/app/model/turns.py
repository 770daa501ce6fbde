"""How often the agent may call the model for one question."""

from collections.abc import Awaitable, Callable

from agent_framework import ChatContext, ChatMiddleware

MAX_TURNS = 10


class TooManyTurnsError(Exception):
    """The agent kept calling tools."""


class TurnLimit(ChatMiddleware):
    """Ends a run at the limit, where the framework would ask once more without tools and pass off its own words as the
    model's answer."""

    async def process(self, context: ChatContext, call_next: Callable[[], Awaitable[None]]) -> None:
        """Raises TooManyTurnsError: only the framework forbids tools, and only at the limit."""
        if context.options and context.options.get("tool_choice") == "none":
            raise TooManyTurnsError(f"{MAX_TURNS} calls of the model without an answer")
        await call_next()
