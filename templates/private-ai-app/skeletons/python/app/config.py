"""What the app takes from its environment, read once at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit


class ConfigError(Exception):
    """A value of the environment is missing or wrong: its message is the sentence to print."""


@dataclass(frozen=True, slots=True)
class Portal:
    """Where the portal's sign-in is checked."""

    keys_file: Path
    """Its public keys, a JWKS; it may change while the app runs."""
    audience: str
    """The app's entity, for whom a sign-in must be meant."""


@dataclass(frozen=True, slots=True)
class Config:
    """The app's settings."""

    title: str
    """What the pages call the app."""
    host: str
    port: int
    model_url: str
    """Base URL of the Chat Completions API, with a trailing slash."""
    model: str
    """Name of the model deployment."""
    api_key: str | None
    """A key instead of Microsoft Entra, for a laptop."""
    instructions: str
    portal: Portal | None
    """None: a single person uses the app, without any sign-in."""
    shutdown_grace_seconds: int
    """How long open streams may go on after SIGTERM."""


def parse_config(env: Mapping[str, str]) -> Config:
    """Reads the settings; raises ConfigError."""
    base = required(
        env,
        "AZURE_AISERVICES_OPENAI_BASE",
        "the address of the model; in the cluster Service Connector sets it, "
        "on a laptop any OpenAI-compatible URL will do",
    )
    return Config(
        title=env.get("OTEL_SERVICE_NAME") or "Private AI application",
        host=env.get("HOST") or "0.0.0.0",
        port=number(env, "PORT", 8080, 65_535),
        model_url=model_url(base),
        model=required(env, "AZURE_OPENAI_DEPLOYMENT_NAME", "the name of the model deployment"),
        api_key=env.get("OPENAI_API_KEY") or None,
        instructions=env.get("AGENT_INSTRUCTIONS", "").strip() or "You are a helpful assistant.",
        portal=portal(env),
        shutdown_grace_seconds=number(env, "SHUTDOWN_GRACE_SECONDS", 40, 3_600),
    )


def model_url(base: str) -> str:
    """`openai/v1/` under the account's address; an address that ends in `/v1` already is taken as it is."""
    address = base if base.endswith("/") else f"{base}/"
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise ConfigError(f'AZURE_AISERVICES_OPENAI_BASE must be an http(s) URL, but is "{base}".')
    return address if address.endswith("/v1/") else urljoin(address, "openai/v1/")


def portal(env: Mapping[str, str]) -> Portal | None:
    """The portal's sign-in, or None for a single user; exactly one of the two must have been chosen."""
    single = env.get("SINGLE_USER", "").strip() or "false"
    if single not in ("true", "false"):
        raise ConfigError(f'SINGLE_USER must be true or false, but is "{single}".')
    keys_file = env.get("PORTAL_KEYS_FILE", "").strip()
    if single == "true":
        if keys_file:
            raise ConfigError(
                "SINGLE_USER and PORTAL_KEYS_FILE are both set: leave out one. "
                "SINGLE_USER is for one person's machine, without any sign-in."
            )
        return None
    if not keys_file:
        raise ConfigError(
            "PORTAL_KEYS_FILE is missing: the portal sets it and PORTAL_AUDIENCE in the cluster; "
            "on your own machine set SINGLE_USER=true instead."
        )
    audience = required(env, "PORTAL_AUDIENCE", "the app's entity, such as component:default/weather")
    return Portal(keys_file=Path(keys_file), audience=audience)


def required(env: Mapping[str, str], name: str, what: str) -> str:
    """A value that must be there, without the space around it."""
    value = env.get(name, "").strip()
    if not value:
        raise ConfigError(f"{name} is missing: set it to {what}.")
    return value


def number(env: Mapping[str, str], name: str, default: int, largest: int) -> int:
    """A whole number from 0."""
    text = env.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()) or int(text) > largest:
        raise ConfigError(f'{name} must be a whole number from 0 to {largest}, but is "{text}".')
    return int(text)
