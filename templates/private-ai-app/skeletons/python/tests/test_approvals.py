import json

from tests.model_server import model_server, text, tool_calls
from tests.serving import ask, one, question, served, types

MAIL = {"to": "kim@example.com", "subject": "날씨", "body": "맑음"}
CALL = ("call-1", "send_mail", MAIL)


def paused(app, **headers):
    """Asks until the agent waits; gives the interrupt and the conversation so far."""
    events = ask(app, question("Mail Kim."), **headers)
    assert "TOOL_CALL_RESULT" not in types(events)
    [interrupt] = events[-1]["outcome"]["interrupts"]
    return interrupt, one(events, "MESSAGES_SNAPSHOT")["messages"]


def answer(messages, *resume, thread="thread-1"):
    return {**question(""), "threadId": thread, "runId": "run-2", "messages": messages, "resume": list(resume)}


def decided(interrupt, approved):
    return {"interruptId": interrupt["id"], "status": "resolved", "payload": {"approved": approved}}


def test_the_run_pauses_before_the_mail_goes_out():
    with model_server(tool_calls(CALL)) as model, served(model.url) as app:
        events = ask(app, question("Mail Kim."))
    assert events[-1]["outcome"]["type"] == "interrupt"
    [interrupt] = events[-1]["outcome"]["interrupts"]
    assert (interrupt["reason"], interrupt["toolCallId"]) == ("tool_call", "call-1")
    # One call is shown, the real one.
    assert one(events, "TOOL_CALL_START")["toolCallName"] == "send_mail"


def test_approved_it_goes_out_once_and_the_model_tells():
    with model_server(tool_calls(CALL), text("Sent.")) as model, served(model.url) as app:
        interrupt, messages = paused(app)
        events = ask(app, answer(messages, decided(interrupt, True)))
        again = ask(app, answer(messages, decided(interrupt, True)))
    result = one(events, "TOOL_CALL_RESULT")
    assert result["toolCallId"] == "call-1"
    receipt = json.loads(result["content"])
    assert receipt["outbox"].startswith("mail-")
    assert (receipt["to"], receipt["subject"]) == ("kim@example.com", "날씨")
    assert types(events)[-1] == "RUN_FINISHED"
    assert json.loads(one(again, "TOOL_CALL_RESULT")["content"]) == receipt
    assert len(model.asked) == 2


def test_rejected_nothing_goes_out_and_the_model_is_told():
    with model_server(tool_calls(CALL), text("Then not.")) as model, served(model.url) as app:
        interrupt, messages = paused(app)
        events = ask(app, answer(messages, decided(interrupt, False)))
    assert types(events)[-1] == "RUN_FINISHED"
    assert "outbox" not in json.dumps(events)
    told = model.asked[1].body["messages"][-1]
    assert (told["role"], told["tool_call_id"]) == ("tool", "call-1")
    assert "rejected" in told["content"]


def test_who_writes_on_instead_gives_it_up_and_is_answered():
    with model_server(tool_calls(CALL), text("Hello.")) as model, served(model.url) as app:
        interrupt, messages = paused(app)
        given_up = ask(app, answer(messages, {"interruptId": interrupt["id"], "status": "cancelled"}))
        assert types(given_up) == ["RUN_STARTED", "RUN_FINISHED"]
        assert len(model.asked) == 1
        assert types(ask(app, question("Hi")))[-1] == "RUN_FINISHED"


def test_an_answer_that_does_not_fit_is_refused_with_a_sentence():
    with model_server(tool_calls(CALL)) as model, served(model.url) as app:
        interrupt, messages = paused(app)
        unknown = {"id": "af-call-unknown"}
        for code, sentence, body in [
            ("APPROVAL_RESUME_REQUIRED", "Approve or reject it first", question("And?")),
            ("APPROVAL_RESUME_NOT_FOUND", "Ask again", answer(messages, decided(unknown, True), thread="other")),
            ("APPROVAL_RESUME_INVALID", "interruptId once", answer(messages, decided(interrupt, "yes"))),
        ]:
            events = ask(app, body)
            assert types(events) == ["RUN_STARTED", "RUN_ERROR"]
            assert events[1]["code"] == code
            assert sentence in events[1]["message"]
        assert len(model.asked) == 1


def test_of_calls_that_wait_together_all_are_approved_or_none():
    second = ("call-2", "send_mail", {**MAIL, "to": "lee@example.com"})
    with model_server(tool_calls(CALL, second), text("Sent.")) as model, served(model.url) as app:
        events = ask(app, question("Mail both."))
        first, other = events[-1]["outcome"]["interrupts"]
        messages = one(events, "MESSAGES_SNAPSHOT")["messages"]
        mixed = ask(app, answer(messages, decided(first, True), decided(other, False)))
        assert types(mixed) == ["RUN_STARTED", "RUN_ERROR"]
        assert "approve all or reject all" in mixed[1]["message"]
        half = ask(app, answer(messages, decided(first, True)))
        assert half[1]["code"] == "APPROVAL_RESUME_MISSING_INTERRUPT"
        both = ask(app, answer(messages, decided(first, True), decided(other, True)))
    assert types(both).count("TOOL_CALL_RESULT") == 2
    assert types(both)[-1] == "RUN_FINISHED"
