"""The agent: a model, its instructions, and the tools that it may call. Add yours to the list."""

from agent_framework import Agent
from agent_framework.openai import OpenAIChatCompletionClient
from openai import AsyncOpenAI

from app.model.content_filter import ContentFilter
from app.model.first_chunk import FirstChunk
from app.model.turns import MAX_TURNS, TurnLimit
from app.tools.send_mail import send_mail
from app.tools.weather import get_weather

PROVIDER = "azure.ai.openai"


def create_agent(client: AsyncOpenAI, model: str, instructions: str) -> Agent:
    """The agent on a model deployment."""
    chat = OpenAIChatCompletionClient(
        model=model,
        async_client=client,
        function_invocation_configuration={"max_iterations": MAX_TURNS},
    )
    # The name under which its metrics go; by the client alone it would be taken for OpenAI's own service.
    chat.otel_provider_name = PROVIDER
    return Agent(
        client=chat,
        name="assistant",
        instructions=instructions,
        tools=[get_weather, send_mail],
        # One call at a time: the framework cannot take a yes and a no at once, so it must not ask for two.
        default_options={"allow_multiple_tool_calls": False},
        middleware=[FirstChunk(PROVIDER, model), ContentFilter(), TurnLimit()],
    )
