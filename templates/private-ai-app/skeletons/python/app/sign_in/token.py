"""The portal's short-lived token, which says who asks."""

import json
from pathlib import Path
from typing import Any

import jwt

from app.config import Portal

ISSUER = "private-ai-portal"
ALGORITHM = "ES256"
LEEWAY_SECONDS = 30


class SignInRefused(Exception):
    """The token says nothing that can be trusted; the message is for the person."""


class KeysUnreadable(Exception):
    """The portal's public keys are not there; the cause says why."""


def user_of(token: str, portal: Portal) -> str:
    """The user's entity, such as `user:default/guest`. Raises SignInRefused or KeysUnreadable."""
    try:
        claims = jwt.decode(
            token,
            key_of(token, portal.keys_file),
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            audience=portal.audience,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "aud", "sub", "iat", "exp"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise SignInRefused("The portal's sign-in has expired. Send your message again.") from error
    except jwt.InvalidAudienceError as error:
        raise SignInRefused(f"This sign-in is for another app, not for {portal.audience}.") from error
    except jwt.InvalidTokenError as error:
        raise SignInRefused("This is no sign-in of the portal.") from error
    if not claims["sub"]:
        raise SignInRefused("This is no sign-in of the portal.")
    return str(claims["sub"])


def key_of(token: str, keys_file: Path) -> jwt.PyJWK:
    """The key that signed it. The file is small and read each time: the portal changes its keys while the app runs."""
    kid = jwt.get_unverified_header(token).get("kid")
    for key in keys_in(keys_file):
        if kid and key.get("kid") == kid:
            try:
                return jwt.PyJWK(key, algorithm=ALGORITHM)
            except jwt.PyJWTError as error:
                raise KeysUnreadable(f"The key {kid} in {keys_file} is none for {ALGORITHM}") from error
    raise SignInRefused(
        "This sign-in is signed with a key that the app does not know. "
        "If the portal's keys were just changed, try again in two minutes."
    )


def keys_in(file: Path) -> list[dict[str, Any]]:
    """The keys of a JWKS file."""
    try:
        keys = json.loads(file.read_bytes())["keys"]
        return [key for key in keys if isinstance(key, dict)]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise KeysUnreadable(f"{file} holds no JWKS") from error
