"""An answer that the content filter cut off."""

from collections.abc import Awaitable, Callable

from agent_framework import ChatContext, ChatMiddleware, ChatResponseUpdate


class ContentFilteredError(Exception):
    """The model stopped an answer that had begun, because of its content filter."""


class ContentFilter(ChatMiddleware):
    """Makes a failure of what the framework would take for an ordinary end."""

    async def process(self, context: ChatContext, call_next: Callable[[], Awaitable[None]]) -> None:
        """Looks at every update of the answer."""
        context.stream_transform_hooks.append(refuse_filtered)
        await call_next()


def refuse_filtered(update: ChatResponseUpdate) -> ChatResponseUpdate:
    """The update, if it is not the filter's; else raises ContentFilteredError."""
    if update.finish_reason == "content_filter":
        raise ContentFilteredError("finish_reason is content_filter")
    return update
