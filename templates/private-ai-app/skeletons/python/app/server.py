"""Everything that the app answers."""

from fastapi import FastAPI
from openai import AsyncOpenAI

from app.agent import create_agent
from app.agui.endpoint import agent_endpoint
from app.body_limit import BodyLimit
from app.config import Config
from app.docs import docs
from app.headers import Headers
from app.pages import pages
from app.refusals import refusals
from app.stopping import Stopping


def create_app(config: Config, client: AsyncOpenAI, *, stopping: Stopping, keepalive_seconds: float = 15) -> FastAPI:
    """The app, ready to be served."""
    app = FastAPI(
        title=config.title,
        version="1",
        description="A private AI agent that speaks AG-UI.",
        openapi_url="/docs/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses={"4XX": {"description": "Refused; `error` says why."}},
    )
    app.add_middleware(BodyLimit)
    app.add_middleware(Headers)
    refusals(app)
    pages(app, single_user=config.portal is None)
    docs(app)
    agent_endpoint(
        app,
        create_agent(client, config.model, config.instructions),
        model=config.model,
        portal=config.portal,
        stopping=stopping,
        keepalive_seconds=keepalive_seconds,
    )
    return app
