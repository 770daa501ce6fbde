"""What `/docs` says of the agent; the framework describes its endpoint for developers of its own."""

from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute


class Events(StreamingResponse):
    """A stream of server-sent events, for the description only."""

    media_type = "text/event-stream"


def describe(app: FastAPI, path: str) -> None:
    """Describes the endpoint at a path."""
    [route] = [each for each in app.routes if isinstance(each, APIRoute) and each.path == path]
    route.summary = "Run the agent"
    route.description = (
        "Takes an AG-UI RunAgentInput and answers with a stream of AG-UI events as server-sent events. "
        "Ids, tools and context may be left out."
    )
    route.response_class = Events
    route.response_description = "RUN_STARTED … RUN_FINISHED or RUN_ERROR (code and message)"
    example = {"messages": [{"role": "user", "content": "What is the weather in Seoul?"}]}
    route.openapi_extra = {"requestBody": {"content": {"application/json": {"example": example}}}}
