"""A run of the agent, whose end can be understood."""

import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from time import monotonic
from typing import Any

from ag_ui.core import BaseEvent, RunErrorEvent
from agent_framework import Agent
from agent_framework.ag_ui import AgentFrameworkAgent
from opentelemetry import metrics

from app.agui.approvals import MESSAGES, mixed, refused
from app.agui.problem import STOPPED, problem_of
from app.stopping import Stopping

logger = logging.getLogger(__name__)

requests = metrics.get_meter("private-ai-app").create_counter(
    "agui.agent.request.count", unit="{request}", description="Runs that were asked of the agent."
)


class UnderstandableRuns(AgentFrameworkAgent):
    """The framework's runs, with failures as codes and sentences of ours, counted, and ended when the app stops."""

    def __init__(self, agent: Agent, *, model: str, stopping: Stopping) -> None:
        # `require_confirmation` would add a made-up tool call beside each approval.
        super().__init__(agent, require_confirmation=False)
        self._model = model
        self._stopping = stopping

    async def run(
        self, input_data: dict[str, Any], *, function_invocation_kwargs: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[BaseEvent, None]:
        """One run from RUN_STARTED to RUN_FINISHED or RUN_ERROR; it never raises."""
        requests.add(1)
        run_id = input_data.get("run_id")
        started = monotonic()
        if mixed(input_data.get("resume")):
            events = refused(input_data)
        else:
            events = super().run(input_data, function_invocation_kwargs=function_invocation_kwargs)
        try:
            async with aclosing(events):
                async for event in self._stopping.until(events):
                    yield understandable(event)
        except Exception as error:
            problem = problem_of(error, self._model)
            if problem is not STOPPED:
                logger.exception("run %r failed: %s", run_id, problem.code)
            yield RunErrorEvent(code=problem.code, message=problem.message)
        finally:
            logger.info("run %r ended after %d ms", run_id, (monotonic() - started) * 1000)


def understandable(event: BaseEvent) -> BaseEvent:
    """The event, with our sentence if it is a refusal of the framework's own."""
    if isinstance(event, RunErrorEvent) and event.code in MESSAGES:
        return RunErrorEvent(code=event.code, message=MESSAGES[event.code])
    return event
