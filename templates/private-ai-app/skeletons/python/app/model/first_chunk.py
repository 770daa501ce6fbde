"""How long a person waits until an answer begins: what the framework does not measure itself."""

from collections.abc import Awaitable, Callable
from time import perf_counter

from agent_framework import ChatContext, ChatMiddleware, ChatResponseUpdate
from opentelemetry import metrics

# By the GenAI semantic conventions of OpenTelemetry. It goes nowhere until an SDK is injected.
seconds = metrics.get_meter("private-ai-app").create_histogram(
    "gen_ai.client.operation.time_to_first_chunk",
    unit="s",
    description="Time until the first chunk of a streamed answer.",
    explicit_bucket_boundaries_advisory=[0.01 * 2**i for i in range(14)],
)


class FirstChunk(ChatMiddleware):
    """Measures the first chunk of every answer."""

    def __init__(self, provider: str, model: str) -> None:
        self._attributes = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": provider,
            "gen_ai.request.model": model,
        }

    async def process(self, context: ChatContext, call_next: Callable[[], Awaitable[None]]) -> None:
        """Starts the clock of one call of the model."""
        started: float | None = perf_counter()

        def first(update: ChatResponseUpdate) -> ChatResponseUpdate:
            nonlocal started
            if started is not None:
                seconds.record(perf_counter() - started, self._attributes)
                started = None
            return update

        context.stream_transform_hooks.append(first)
        await call_next()
