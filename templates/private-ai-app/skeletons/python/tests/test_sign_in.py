import json
import time
from contextlib import contextmanager

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from app.config import Portal
from tests.model_server import model_server, text, tool_calls
from tests.serving import ask, question, served, types
from tests.test_approvals import CALL, answer, decided, paused

AUDIENCE = "component:default/weather"


class Keys:
    """The portal's keys, of which the app reads the public half."""

    def __init__(self, folder):
        self.file = folder / "jwks.json"
        self.keys = {}

    def add(self, kid):
        self.keys[kid] = ec.generate_private_key(ec.SECP256R1())
        algorithm = jwt.algorithms.ECAlgorithm
        jwks = [{**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid} for kid, key in self.keys.items()]
        self.file.write_text(json.dumps({"keys": jwks}))

    def token(self, kid="one", *, key=None, algorithm="ES256", **claims):
        now = int(time.time())
        default = {
            "iss": "private-ai-portal",
            "aud": AUDIENCE,
            "sub": "user:default/guest",
            "iat": now,
            "exp": now + 300,
            "jti": "1",
        }
        said = {name: value for name, value in {**default, **claims}.items() if value is not None}
        return jwt.encode(said, key or self.keys[kid], algorithm, {"kid": kid})


@pytest.fixture
def keys(tmp_path):
    made = Keys(tmp_path)
    made.add("one")
    return made


@contextmanager
def signed(keys, *answers):
    with model_server(*answers) as model, served(model.url, portal=Portal(keys.file, AUDIENCE)) as app:
        yield app, model


def refused(app, token=None):
    headers = {"x-private-ai-user": token} if token else {}
    response = app.post("/api/agent", json=question("Hi"), headers=headers)
    return response.status_code, response.json()["error"]


def test_the_portals_user_is_answered_and_nobody_else(keys):
    foreign = ec.generate_private_key(ec.SECP256R1())
    past = int(time.time()) - 400
    with signed(keys, text("Hello.")) as (app, model):
        for token, sentence in [
            (None, "Open the chat in the portal"),
            (keys.token(iat=past, exp=past + 300), "has expired"),
            (keys.token(aud="component:default/other"), f"not for {AUDIENCE}"),
            (keys.token("two", key=foreign), "a key that the app does not know"),
            (keys.token(key=foreign), "no sign-in of the portal"),
            (keys.token(iss="somebody"), "no sign-in of the portal"),
            (keys.token(sub=None), "no sign-in of the portal"),
            (keys.token(sub=""), "no sign-in of the portal"),
            (keys.token(exp=None), "no sign-in of the portal"),
            (keys.token(key="x" * 32, algorithm="HS256"), "no sign-in of the portal"),
            (keys.token(key=None, algorithm="ES256")[:-9], "no sign-in of the portal"),
            ("nonsense", "no sign-in of the portal"),
        ]:
            status, said = refused(app, token)
            assert status == 401
            assert sentence in said
        assert model.asked == []
        events = ask(app, question("Hi"), x_private_ai_user=keys.token())
        assert types(events)[-1] == "RUN_FINISHED"


def test_who_asks_comes_before_what_is_asked(keys):
    with signed(keys, text("never")) as (app, _):
        assert app.post("/api/agent", json={"messages": []}).status_code == 401


def test_keys_may_change_while_it_runs(keys):
    with signed(keys, text("Hello.")) as (app, _):
        keys.add("two")
        assert types(ask(app, question("Hi"), x_private_ai_user=keys.token("two")))[-1] == "RUN_FINISHED"
        keys.file.write_text("{}")
        assert refused(app, keys.token("two")) == (503, "The app cannot read the portal's keys. Its log says why.")


def test_an_approval_belongs_to_its_user(keys):
    mine = {"x_private_ai_user": keys.token()}
    with signed(keys, tool_calls(CALL), text("Sent.")) as (app, model):
        interrupt, messages = paused(app, **mine)
        body = answer(messages, decided(interrupt, True))
        theirs = ask(app, body, x_private_ai_user=keys.token(sub="user:default/other"))
        assert theirs[-1]["code"] == "APPROVAL_RESUME_NOT_FOUND"
        assert len(model.asked) == 1
        # Signed in anew meanwhile: a token lives for five minutes, an approval longer.
        assert "TOOL_CALL_RESULT" in types(ask(app, body, x_private_ai_user=keys.token(jti="2")))


def test_the_chat_page_says_to_open_it_in_the_portal(keys):
    with signed(keys, text("never")) as (app, _):
        assert "Open the chat in the portal" in app.get("/chat/").text
