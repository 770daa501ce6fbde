"""What a person is told when an answer to an approval does not fit.

The framework keeps the approvals, each for its user and conversation, in the memory of the process.
"""

from collections.abc import AsyncGenerator
from typing import Any

from ag_ui.core import BaseEvent, RunErrorEvent, RunStartedEvent

MESSAGES = {
    "APPROVAL_RESUME_REQUIRED": "An approval is waiting. Approve or reject it first.",
    "APPROVAL_RESUME_NOT_FOUND": (
        "This approval is not waiting: it was answered already, belongs to somebody else, or is unknown here. "
        "Ask again."
    ),
    "APPROVAL_RESUME_MISSING_INTERRUPT": "More than one approval is waiting. Answer all of them at once.",
    "APPROVAL_RESUME_INVALID": (
        "This answer to an approval cannot be read: send each interruptId once, "
        'with {"approved": true} or {"approved": false}.'
    ),
}
"""By the framework's codes."""

MIXED = "These approvals belong together: approve all or reject all."


def mixed(resume: list[dict[str, Any]] | None) -> bool:
    """Some approved and some not: the framework would run none of them, and ask again for a call that it closed."""
    return len({approved(entry) for entry in resume or []}) > 1


def approved(entry: dict[str, Any]) -> bool:
    """An entry of `resume` that says yes."""
    payload = entry.get("payload")
    return isinstance(payload, dict) and payload.get("approved") is True


async def refused(input_data: dict[str, Any]) -> AsyncGenerator[BaseEvent, None]:
    """A run that does nothing; the approvals go on waiting."""
    yield RunStartedEvent(thread_id=input_data.get("thread_id", ""), run_id=input_data.get("run_id", ""))
    yield RunErrorEvent(code="APPROVAL_RESUME_MIXED", message=MIXED)
