"""The app itself on a free port, and a client of it."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx2
import uvicorn

from app.config import Config, Portal, parse_config
from app.model.client import model_client
from app.server import create_app
from app.stopping import Stopping


def settings(model_url: str, portal: Portal | None = None) -> Config:
    config = parse_config(
        {
            "AZURE_AISERVICES_OPENAI_BASE": model_url,
            "AZURE_OPENAI_DEPLOYMENT_NAME": "gpt-test",
            "AGENT_INSTRUCTIONS": "Be brief.",
            "OPENAI_API_KEY": "key-1",
            "SINGLE_USER": "true",
        }
    )
    return replace(config, portal=portal)


@contextmanager
def served(model_url: str, *, portal: Portal | None = None, keepalive_seconds: float = 15) -> Iterator[httpx2.Client]:
    """Serves the app from a thread of its own; gives a client whose base is the app."""
    ready = threading.Event()
    server: uvicorn.Server

    class Announced(uvicorn.Server):
        async def startup(self, sockets=None) -> None:
            await super().startup(sockets)
            ready.set()

    async def serve() -> None:
        nonlocal server
        config = settings(model_url, portal)
        async with model_client(config) as client:
            app = create_app(config, client, stopping=Stopping(), keepalive_seconds=keepalive_seconds)
            server = Announced(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None))
            await server.serve()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(60)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(60)


def question(content: Any, **more: Any) -> dict[str, Any]:
    return {
        "threadId": "thread-1",
        "runId": "run-1",
        "messages": [{"id": "m1", "role": "user", "content": content}],
        "tools": [],
        "context": [],
        "state": {},
        "forwardedProps": {},
        **more,
    }


def ask(client: httpx2.Client, body: Any, **headers: str) -> list[dict[str, Any]]:
    """The events of a whole run."""
    response = client.post("/api/agent", json=body, headers={n.replace("_", "-"): v for n, v in headers.items()})
    assert response.status_code == 200, response.text
    return events_of(response.text)


def events_of(stream: str) -> list[dict[str, Any]]:
    return [json.loads(frame[6:]) for frame in stream.split("\n\n") if frame.startswith("data: ")]


def types(events: list[dict[str, Any]]) -> list[str]:
    return [event["type"] for event in events]


def one(events: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    [found] = [event for event in events if event["type"] == kind]
    return found


def until(parts: Iterator[str], word: str) -> str:
    """Reads a stream until a word has come."""
    seen = ""
    while word not in seen:
        seen += next(parts)
    return seen
