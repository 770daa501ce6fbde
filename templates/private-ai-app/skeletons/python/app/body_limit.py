"""A limit to what the app takes in."""

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A whole conversation comes with every run.
LIMIT_BYTES = 8 * 1024 * 1024


class BodyLimit:
    """Stops reading a body that is too large; whoever reads it gets an HTTPException."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LIMIT_BYTES:
                raise HTTPException(413, f"The body is larger than {LIMIT_BYTES // 1024 // 1024} MiB.")
            return message

        await self.app(scope, limited, send)
