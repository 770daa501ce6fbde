"""A mail: a tool with consequences, which a person approves each time."""

import json
import logging
import secrets
from typing import Annotated

from agent_framework import tool

logger = logging.getLogger(__name__)

NOTE = "Sample outbox: nothing was sent. Replace app/tools/send_mail.py by your mail service."


@tool(
    name="send_mail",
    description="Puts a mail into the outbox. A person approves every mail before.",
    approval_mode="always_require",
)
def send_mail(
    to: Annotated[str, "Address of the recipient"],
    subject: Annotated[str, "Subject"],
    body: Annotated[str, "Plain text"],
) -> str:
    """Answers with a receipt."""
    receipt = f"mail-{secrets.token_hex(4)}"
    # Neither address nor text: the log is read by more people than the mail.
    logger.info("outbox: %s", receipt)
    return json.dumps(
        {"outbox": receipt, "to": to, "subject": subject, "note": NOTE}, ensure_ascii=False, separators=(",", ":")
    )
