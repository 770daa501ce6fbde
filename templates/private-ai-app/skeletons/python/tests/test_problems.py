import pytest

from app.agui.problem import problem_of
from app.model.client import SignInError
from tests.model_server import begin, delta, end, model_server, refuse, text, tool_calls
from tests.serving import ask, question, served, types

SOON = {"retry_after_ms": "1", "retry_after": "7"}


def filtered(to):
    begin(to)
    delta(to, {"content": "I "})
    delta(to, {}, "content_filter")
    end(to)


def cut(to):
    to.protocol_version = "HTTP/1.1"
    to.send_response(200)
    to.send_header("content-type", "text/event-stream")
    to.send_header("content-length", "100000")
    to.end_headers()
    delta(to, {"content": "I "})


CASES = [
    ("model_unauthorized", refuse(401, "401"), "sign-in (401)"),
    ("model_forbidden", refuse(401, "PermissionDenied"), "may not use the model (401)"),
    ("model_forbidden", refuse(403, "AuthenticationTypeDisabled"), "Cognitive Services OpenAI User"),
    ("model_not_found", refuse(404, "DeploymentNotFound"), 'no model deployment "gpt-test"'),
    ("model_throttled", refuse(429, "429", **SOON), "Try again in 7 seconds."),
    ("model_unavailable", refuse(503, "busy", **SOON), "(503)"),
    ("model_unavailable", cut, "(broken stream)"),
    ("content_filter", refuse(400, "content_filter"), "refused this message"),
    ("content_filter", filtered, "stopped this answer"),
    ("context_too_long", refuse(400, "context_length_exceeded"), "too long"),
    ("model_refused", refuse(400, "BadRequest"), "(400)"),
    ("too_many_turns", tool_calls(("again", "get_weather", {"city": "Seoul"})), "kept calling tools"),
]


@pytest.mark.parametrize(("code", "answer", "sentence"), CASES, ids=[f"{code}: {said}" for code, _, said in CASES])
def test_a_failed_run_says_why(code, answer, sentence):
    with model_server(answer) as model, served(model.url) as app:
        events = ask(app, question("Hi"))
    last = events[-1]
    assert types(events)[0] == "RUN_STARTED"
    assert last["type"] == "RUN_ERROR"
    assert last["code"] == code
    assert sentence in last["message"]
    assert "secret detail" not in last["message"]
    if code == "too_many_turns":
        assert len(model.asked) == 10


def test_a_model_that_cannot_be_reached():
    with served("http://127.0.0.1:9") as app:
        last = ask(app, question("Hi"))[-1]
    assert (last["type"], last["code"]) == ("RUN_ERROR", "model_unreachable")


def test_a_failed_sign_in_is_found_behind_the_client_that_wraps_it():
    error = RuntimeError("the client failed")
    error.__cause__ = SignInError("No token")
    assert problem_of(error, "gpt").code == "sign_in_failed"


def test_what_nobody_foresaw_is_left_to_the_log():
    assert problem_of(KeyError("secret detail"), "gpt").message == "The agent failed. The app's log says why."


def test_after_a_failure_the_conversation_goes_on():
    with model_server(refuse(400, "BadRequest"), text("Better.")) as model, served(model.url) as app:
        ask(app, question("Hi"))
        assert types(ask(app, question("Hi")))[-1] == "RUN_FINISHED"
