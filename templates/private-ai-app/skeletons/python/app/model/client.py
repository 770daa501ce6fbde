"""A client of the Foundry v1 endpoint: secretless in the cluster, with a key on a laptop."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from openai import AsyncOpenAI

from app.config import Config

SCOPE = "https://cognitiveservices.azure.com/.default"


class SignInError(Exception):
    """The model could not be asked because the app itself could not sign in."""


@asynccontextmanager
async def model_client(config: Config) -> AsyncIterator[AsyncOpenAI]:
    """The client, closed at the end."""
    async with AsyncExitStack() as stack:
        api_key = config.api_key or await entra_token(stack)
        yield await stack.enter_async_context(AsyncOpenAI(base_url=config.model_url, api_key=api_key))


async def entra_token(stack: AsyncExitStack) -> Callable[[], Awaitable[str]]:
    """Gets tokens of whatever identity is there: workload identity, `az login`, and so on."""
    # Loaded only where it is needed: with a key the app starts sooner.
    from azure.identity.aio import DefaultAzureCredential, get_bearer_token_provider

    # The asynchronous one: the other would hold up every stream whenever it gets a token.
    credential = await stack.enter_async_context(DefaultAzureCredential())
    token = get_bearer_token_provider(credential, SCOPE)

    async def signed_in() -> str:
        try:
            return await token()
        except Exception as cause:
            raise SignInError("No Microsoft Entra token for the model.") from cause

    return signed_in
