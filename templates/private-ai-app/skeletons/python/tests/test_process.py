import os
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import httpx2

from tests.model_server import model_server, slow_text
from tests.serving import events_of, question, until

ROOT = Path(__file__).parent.parent


def start(env):
    return subprocess.Popen(
        [sys.executable, "-m", "app"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOST": "127.0.0.1", "PORT": "0", "PYTHONUNBUFFERED": "1", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def started(model_url, **env):
    """The process, and a client of the address that it logs."""
    process = start(
        {
            "AZURE_AISERVICES_OPENAI_BASE": model_url,
            "AZURE_OPENAI_DEPLOYMENT_NAME": "gpt-test",
            "OPENAI_API_KEY": "key",
            "SINGLE_USER": "true",
            **env,
        }
    )
    try:
        for line in process.stdout:
            if address := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        else:
            raise AssertionError(process.stderr.read())
        threading.Thread(target=process.stdout.read, daemon=True).start()
        with httpx2.Client(base_url=address[0], timeout=60, trust_env=False) as client:
            yield process, client
    finally:
        process.kill()
        process.wait()


def test_a_missing_setting_is_one_sentence_and_exit_code_1():
    process = start({})
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert re.fullmatch(r"AZURE_AISERVICES_OPENAI_BASE is missing: [^\n]+\.\n", said)


def test_without_a_key_and_without_azure_it_starts_and_says_what_is_missing_when_asked():
    env = {"OPENAI_API_KEY": "", "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential"}
    with started("http://127.0.0.1:9", **env) as (_, client):
        last = events_of(client.post("/api/agent", json=question("Hi")).text)[-1]
    assert (last["type"], last["code"]) == ("RUN_ERROR", "sign_in_failed")


def test_an_open_answer_ends_nothing_new_is_taken_exit_code_0():
    more = threading.Event()
    with model_server(slow_text("One ", "two.", more)) as model, started(model.url) as (process, client):
        with client.stream("POST", "/api/agent", json=question("Count.")) as response:
            parts = response.iter_text()
            seen = until(parts, "One")
            process.terminate()
            while not refuses(client):
                pass
            more.set()
            seen += "".join(parts)
        assert events_of(seen)[-1]["type"] == "RUN_FINISHED"
        assert process.wait(60) == 0


def test_what_is_open_after_the_grace_is_told_so_exit_code_0():
    never = threading.Event()
    answer = slow_text("One ", "two.", never)
    with model_server(answer) as model, started(model.url, SHUTDOWN_GRACE_SECONDS="0") as (process, client):
        with client.stream("POST", "/api/agent", json=question("Count.")) as response:
            parts = response.iter_text()
            seen = until(parts, "One")
            process.terminate()
            seen += "".join(parts)
        never.set()
        last = events_of(seen)[-1]
        assert (last["type"], last["code"]) == ("RUN_ERROR", "stopped")
        assert "restarted" in last["message"]
        assert process.wait(60) == 0


def refuses(client):
    try:
        httpx2.get(client.base_url.join("/healthz"), trust_env=False)
    except httpx2.TransportError:
        return True
    return False
