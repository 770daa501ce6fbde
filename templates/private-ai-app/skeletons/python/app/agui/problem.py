"""What a person is told of a failed run. Details stay in the log."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from httpx2 import ReadError, RemoteProtocolError
from openai import APIConnectionError, APIError, APIStatusError

from app.model.client import SignInError
from app.model.content_filter import ContentFilteredError
from app.model.turns import TooManyTurnsError
from app.stopping import Stopped


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is for programs, `message` says what to do."""

    code: str
    message: str


STOPPED = Problem("stopped", "The app is being restarted. Send your message again.")
SIGN_IN_FAILED = Problem(
    "sign_in_failed",
    "The app could not sign in to Microsoft Entra. Check its workload identity: the ServiceAccount, "
    "the federated credential and the way to the sign-in host.",
)
UNREACHABLE = Problem(
    "model_unreachable",
    "The model could not be reached. Check its private endpoint, DNS and the network policy.",
)
FILTERED_MESSAGE = Problem(
    "content_filter", "The content filter of the model refused this message. Say it in another way."
)
FILTERED_ANSWER = Problem("content_filter", "The content filter of the model stopped this answer. Ask in another way.")
TOO_LONG = Problem("context_too_long", "The conversation is too long for the model. Start a new one.")
TOO_MANY_TURNS = Problem(
    "too_many_turns", "The agent stopped because it kept calling tools without coming to an answer."
)
FAILED = Problem("agent_failed", "The agent failed. The app's log says why.")


def unavailable(what: object) -> Problem:
    """A failure on the model's side."""
    return Problem("model_unavailable", f"The model failed ({what}). Try again in a moment.")


BROKEN = unavailable("broken stream")

KNOWN: list[tuple[type[Exception], Problem]] = [
    (Stopped, STOPPED),
    (ContentFilteredError, FILTERED_ANSWER),
    (SignInError, SIGN_IN_FAILED),
    (TooManyTurnsError, TOO_MANY_TURNS),
    # Both are wrapped as if there had been no connection.
    (RemoteProtocolError, BROKEN),
    (ReadError, BROKEN),
    (APIConnectionError, UNREACHABLE),
]


def problem_of(error: BaseException, model: str) -> Problem:
    """Turns what went wrong into a code and a sentence; `model` is the deployment's name."""
    causes = list(chain(error))
    for kind, problem in KNOWN:
        if any(isinstance(each, kind) for each in causes):
            return problem
    for each in causes:
        if isinstance(each, APIError):
            return refusal(each, model)
    return FAILED


def refusal(error: APIError, model: str) -> Problem:
    """What the model answered instead."""
    if error.code == "content_filter":
        # Without a status it came amid the stream.
        return FILTERED_MESSAGE if isinstance(error, APIStatusError) else FILTERED_ANSWER
    if error.code == "context_length_exceeded":
        return TOO_LONG
    if not isinstance(error, APIStatusError):
        return BROKEN
    status = error.status_code
    # A missing role comes as 401 too, with a code that says so.
    if status == 403 or (status == 401 and error.code == "PermissionDenied"):
        return Problem(
            "model_forbidden",
            f"The app's identity may not use the model ({status}). It needs the role Cognitive Services OpenAI User "
            "on the account; a new role takes some minutes to work.",
        )
    if status == 401:
        return Problem(
            "model_unauthorized",
            "The model did not accept the app's sign-in (401). Check the identity that the app runs with.",
        )
    if status == 404:
        return Problem(
            "model_not_found",
            f'There is no model deployment "{model}" (404). Check AZURE_OPENAI_DEPLOYMENT_NAME and the deployments '
            "of the account.",
        )
    if status == 429:
        return Problem(
            "model_throttled",
            f"The model is at its limit (429). {retry_advice(error)} If it happens often, ask for more capacity.",
        )
    if status >= 500:
        return unavailable(status)
    return Problem("model_refused", f"The model refused the request ({status}). The app's log says why.")


def retry_advice(error: APIStatusError) -> str:
    """When to try again, as the model said."""
    try:
        seconds = math.ceil(float(error.response.headers.get("retry-after", "")))
    except (ValueError, OverflowError):
        seconds = 0
    return f"Try again in {seconds} seconds." if seconds > 0 else "Try again in a moment."


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error and its causes."""
    each: BaseException | None = error
    for _ in range(10):
        if each is None:
            return
        yield each
        each = each.__cause__ or each.__context__
