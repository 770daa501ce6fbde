"""Who asks, for the framework's endpoint."""

import logging
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import APIKeyHeader

from app.config import Portal
from app.sign_in.token import KeysUnreadable, SignInRefused, user_of

logger = logging.getLogger(__name__)

# `Authorization` would not arrive: the Kubernetes API server's proxy removes it.
HEADER = APIKeyHeader(
    name="x-private-ai-user", auto_error=False, description="The portal's short-lived sign-in of its user"
)


def user_of_portal(portal: Portal) -> Callable[..., str]:
    """A dependency that gives the portal's user, or answers 401 with a sentence."""

    def user(token: Annotated[str | None, Depends(HEADER)]) -> str:
        if not token:
            raise HTTPException(
                401, "No sign-in came with this request. Open the chat in the portal; it signs in for you."
            )
        try:
            return user_of(token, portal)
        except SignInRefused as refusal:
            raise HTTPException(401, str(refusal)) from refusal
        except KeysUnreadable as error:
            logger.exception("the portal's keys cannot be read")
            raise HTTPException(503, "The app cannot read the portal's keys. Its log says why.") from error

    return user
