"""The body of `POST /api/agent`: what the framework would let pass to the model, which then refuses it."""

from typing import Any

from fastapi import HTTPException, Request

ROLES = {"user", "assistant", "system", "developer", "tool", "reasoning", "activity"}
PARTS = {"text", "image"}


async def readable_input(request: Request) -> None:
    """A dependency that refuses with 400 and a sentence."""
    try:
        check(await request.json())
    except ValueError as error:
        raise HTTPException(400, str(error)) from error


def check(body: Any) -> None:
    """Raises ValueError with a sentence for the client."""
    if not isinstance(body, dict):
        raise ValueError("The body must be a JSON object: an AG-UI RunAgentInput.")
    messages = body.get("messages")
    if not isinstance(messages, list):
        raise ValueError("Not an AG-UI RunAgentInput: messages: a list is required.")
    if not messages:
        raise ValueError("messages is empty: send at least one message.")
    for index, message in enumerate(messages):
        if not isinstance(message, dict) or message.get("role") not in ROLES:
            raise ValueError(f"Not an AG-UI RunAgentInput: messages.{index}: a role of the protocol is required.")
        content = message.get("content")
        if message["role"] == "user" and isinstance(content, list):
            check_parts(content)


def check_parts(parts: list[Any]) -> None:
    """Raises ValueError for what is neither text nor image."""
    for part in parts:
        kind = part.get("type") if isinstance(part, dict) else None
        if kind not in PARTS:
            raise ValueError(f'This agent reads text and images, not a part of type "{kind}".')
