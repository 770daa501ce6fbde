import json
import threading
import time

import pytest

from tests.model_server import begin, delta, model_server, slow_text, text, tool_calls
from tests.serving import ask, events_of, one, question, served, types, until

SEOUL = ("call-1", "get_weather", {"city": "Seoul"})


def test_answers_with_a_stream_that_used_the_tool():
    with model_server(tool_calls(SEOUL), text("It is 13 °C ", "in Seoul.")) as model, served(model.url) as app:
        response = app.post("/api/agent", json=question("What is the weather in Seoul?"))
        events = events_of(response.text)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache, no-transform"
    assert response.headers["x-accel-buffering"] == "no"

    assert [each for each in types(events) if each != "CUSTOM"] == [
        "RUN_STARTED",
        "TEXT_MESSAGE_START",
        "TOOL_CALL_START",
        "TOOL_CALL_ARGS",
        "TOOL_CALL_ARGS",
        "TOOL_CALL_END",
        "TOOL_CALL_RESULT",
        "TEXT_MESSAGE_END",
        "TEXT_MESSAGE_START",
        "TEXT_MESSAGE_CONTENT",
        "TEXT_MESSAGE_CONTENT",
        "TEXT_MESSAGE_END",
        "MESSAGES_SNAPSHOT",
        "RUN_FINISHED",
    ]
    result = json.loads(one(events, "TOOL_CALL_RESULT")["content"])
    assert result["temperatureC"] == 13
    assert "Sample data" in result["note"]
    assert events[-1]["runId"] == "run-1"
    usage = [event["value"] for event in events if event.get("name") == "usage"][-1]
    assert usage == {"input_token_count": 40, "output_token_count": 10, "total_token_count": 50}

    first, second = model.asked
    assert first.path == "/openai/v1/chat/completions"
    assert first.headers["authorization"] == "Bearer key-1"
    assert first.body["model"] == "gpt-test"
    assert first.body["stream_options"] == {"include_usage": True}
    assert first.body["parallel_tool_calls"] is False
    assert [tool["function"]["name"] for tool in first.body["tools"]] == ["get_weather", "send_mail"]
    assert first.body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What is the weather in Seoul?"},
    ]
    assert [message["role"] for message in second.body["messages"]] == ["system", "user", "assistant", "tool"]


def test_the_whole_conversation_goes_to_the_model_and_every_call_in_it_has_a_result():
    def call(call_id):
        return {"id": call_id, "type": "function", "function": {"name": "get_weather", "arguments": '{"city":"Seoul"}'}}

    messages = [
        {"id": "1", "role": "user", "content": "서울 날씨는?"},
        {"id": "2", "role": "assistant", "content": "Looking.", "toolCalls": [call("a"), call("stopped")]},
        {"id": "3", "role": "tool", "toolCallId": "a", "content": "13 °C"},
        {"id": "4", "role": "tool", "toolCallId": "nobody", "content": "lost"},
        {"id": "5", "role": "assistant", "content": "13 °C."},
        {"id": "6", "role": "user", "content": [{"type": "text", "text": "Warm?"}]},
    ]
    with model_server(text("Yes.")) as model, served(model.url) as app:
        events = ask(app, {**question(""), "messages": messages})
    assert events[-1]["type"] == "RUN_FINISHED"
    system, first, called, answer, skipped, *rest = model.asked[0].body["messages"]
    assert system == {"role": "system", "content": "Be brief."}
    assert first == {"role": "user", "content": "서울 날씨는?"}
    assert called["content"] == "Looking."
    assert [each["id"] for each in called["tool_calls"]] == ["a", "stopped"]
    assert answer == {"role": "tool", "tool_call_id": "a", "content": "13 °C"}
    # The model refuses a call without its result: the framework says that it was skipped.
    assert (skipped["role"], skipped["tool_call_id"]) == ("tool", "stopped")
    assert rest == [{"role": "assistant", "content": "13 °C."}, {"role": "user", "content": "Warm?"}]


def test_ids_tools_and_context_may_be_left_out():
    with model_server(text("안녕하세요!")) as model, served(model.url) as app:
        events = ask(app, {"messages": [{"role": "user", "content": "안녕"}]})
    assert events[-1]["type"] == "RUN_FINISHED"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "messages"),
        ({"messages": []}, "messages is empty"),
        ({"messages": [{"role": "nobody", "content": "x"}]}, "messages.0"),
        ([1], "must be a JSON object"),
        ({"messages": [{"role": "user", "content": [{"type": "audio"}]}]}, "reads text and images"),
        ({**question("Hi"), "resume": 1}, "resume"),
    ],
)
def test_a_body_that_is_no_run_input_is_refused_with_a_sentence(body, sentence):
    with model_server(text("never")) as model, served(model.url) as app:
        response = app.post("/api/agent", json=body)
    assert response.status_code == 400
    assert sentence in response.json()["error"]
    assert model.asked == []


def test_a_body_that_is_no_json_or_too_large_is_refused_too():
    with model_server(text("never")) as model, served(model.url) as app:
        broken = app.post("/api/agent", content="{", headers={"content-type": "application/json"})
        large = app.post("/api/agent", json=question("x" * 9_000_000))
    assert (broken.status_code, large.status_code) == (400, 413)
    assert "JSON" in broken.json()["error"]
    assert "8 MiB" in large.json()["error"]


def test_a_silent_stream_is_kept_alive_by_comments_between_frames():
    more = threading.Event()
    with model_server(slow_text("One ", "two.", more)) as model, served(model.url, keepalive_seconds=0.02) as app:
        with app.stream("POST", "/api/agent", json=question("Count.")) as response:
            parts = response.iter_text()
            seen = until(parts, ": keepalive")
            more.set()
            seen += "".join(parts)
    assert "\n\n: keepalive\r\n\r\n" in seen
    assert "RUN_FINISHED" in seen


def test_a_client_that_goes_ends_the_run_at_the_model():
    closed = threading.Event()

    def endless(to):
        begin(to)
        try:
            while True:
                delta(to, {"content": "One "})
                time.sleep(0.01)
        except (BrokenPipeError, ConnectionResetError):
            closed.set()

    with model_server(endless) as model, served(model.url) as app:
        with app.stream("POST", "/api/agent", json=question("Count.")) as response:
            until(response.iter_text(), "One")
        assert closed.wait(60)


def test_pages():
    with model_server(text("never")) as model, served(model.url) as app:
        assert app.get("/").headers["location"] == "chat/"
        assert app.get("/chat").headers["location"] == "chat/"
        chat = app.get("/chat/")
        assert "<textarea" in chat.text
        assert "script-src 'self'" in chat.headers["content-security-policy"]
        assert "javascript" in app.get("/chat/chat.js").headers["content-type"]
        assert app.get("/chat/portal.html").status_code == 404
        assert app.get("/healthz").json() == {"status": "ok"}
        assert app.get("/nothing").json() == {"error": "Not Found"}


def test_the_description_of_the_api_needs_nothing_from_outside():
    with model_server(text("never")) as model, served(model.url) as app:
        page = app.get("/docs")
        assert "https://" not in page.text
        assert "sha256-" in page.headers["content-security-policy"]
        for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png"):
            assert f"docs/{asset}" in page.text
            assert len(app.get(f"/docs/{asset}").content) > 1000
        description = app.get("/docs/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    assert sorted(description["paths"]) == ["/api/agent", "/chat/", "/healthz"]
    agent = description["paths"]["/api/agent"]["post"]
    assert agent["summary"] == "Run the agent"
    assert "example" in agent["requestBody"]["content"]["application/json"]
    assert list(agent["responses"]["200"]["content"]) == ["text/event-stream"]
