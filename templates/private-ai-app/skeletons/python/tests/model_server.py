"""An OpenAI-compatible server with a script, on a real socket."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Model:
    url: str
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def model_server(*answers: Answer) -> Iterator[Model]:
    """Gives the answers in turn, the last one from then on, and keeps what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            model.asked.append(Asked(self.path, headers, body))
            answers[min(len(model.asked), len(answers)) - 1](self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model = Model(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()


def text(*parts: str) -> Answer:
    """Streams a text, as many chunks as given, and the usage."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        begin(to)
        # Foundry's first chunk has no choice: it tells what the content filter makes of the prompt.
        frame(to, {**CHUNK, "choices": [], "prompt_filter_results": []})
        for part in parts:
            delta(to, {"content": part})
        delta(to, {}, "stop")
        end(to)

    return answer


def tool_calls(*calls: tuple[str, str, dict[str, Any]]) -> Answer:
    """Streams calls of tools, their arguments in two parts."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        begin(to)
        for index, (call_id, name, arguments) in enumerate(calls):
            said = json.dumps(arguments, ensure_ascii=False)
            half = len(said) // 2
            first = {"id": call_id, "type": "function", "function": {"name": name, "arguments": ""}}
            for part in (first, {"function": {"arguments": said[:half]}}, {"function": {"arguments": said[half:]}}):
                delta(to, {"tool_calls": [{"index": index, **part}]})
        delta(to, {}, "tool_calls")
        end(to)

    return answer


def slow_text(first: str, last: str, more: threading.Event) -> Answer:
    """Begins a text and goes on once `more` is set."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        begin(to)
        delta(to, {"content": first})
        more.wait(60)
        delta(to, {"content": last})
        delta(to, {}, "stop")
        end(to)

    return answer


def refuse(status: int, code: str, **headers: str) -> Answer:
    """Refuses, as Foundry does."""

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.send_header("content-type", "application/json")
        to.end_headers()
        to.wfile.write(json.dumps({"error": {"code": code, "message": f"secret detail of {code}"}}).encode())

    return answer


CHUNK = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "gpt"}
USAGE = {"prompt_tokens": 20, "completion_tokens": 5, "total_tokens": 25}


def begin(to: BaseHTTPRequestHandler) -> None:
    to.send_response(200)
    to.send_header("content-type", "text/event-stream")
    to.end_headers()


def delta(to: BaseHTTPRequestHandler, value: dict[str, Any], finish_reason: str | None = None) -> None:
    frame(to, {**CHUNK, "choices": [{"index": 0, "delta": value, "finish_reason": finish_reason}]})


def end(to: BaseHTTPRequestHandler) -> None:
    frame(to, {**CHUNK, "choices": [], "usage": USAGE})
    to.wfile.write(b"data: [DONE]\n\n")


def frame(to: BaseHTTPRequestHandler, value: dict[str, Any]) -> None:
    to.wfile.write(f"data: {json.dumps(value)}\n\n".encode())
    to.wfile.flush()
