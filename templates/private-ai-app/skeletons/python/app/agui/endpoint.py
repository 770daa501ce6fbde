"""`POST /api/agent`: AG-UI events as server-sent events."""

from agent_framework import Agent
from agent_framework.ag_ui import add_agent_framework_fastapi_endpoint
from fastapi import Depends, FastAPI

from app.agui.description import describe
from app.agui.input import readable_input
from app.agui.run import UnderstandableRuns
from app.config import Portal
from app.sign_in.user import user_of_portal
from app.stopping import Stopping

PATH = "/api/agent"


def agent_endpoint(
    app: FastAPI,
    agent: Agent,
    *,
    model: str,
    portal: Portal | None,
    stopping: Stopping,
    keepalive_seconds: float,
) -> None:
    """Adds the framework's endpoint. Approvals belong to whom the portal signed in, or to the single user."""
    user = user_of_portal(portal) if portal else None
    add_agent_framework_fastapi_endpoint(
        app,
        UnderstandableRuns(agent, model=model, stopping=stopping),
        PATH,
        # Dependencies run in this order, each once: who asks comes before what is asked.
        dependencies=[*([Depends(user)] if user else []), Depends(readable_input)],
        authorization_scope_resolver=user,
        single_user=user is None,
        keepalive_seconds=keepalive_seconds,
    )
    describe(app, PATH)
