import pytest


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    """What the machine has set for OpenAI must not reach the app."""
    import os

    for name in os.environ:
        if name.startswith(("OPENAI_", "AZURE_")):
            monkeypatch.delenv(name)
