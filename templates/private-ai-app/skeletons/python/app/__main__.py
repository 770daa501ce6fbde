"""The process: configuration from the environment, the server, and its end."""

import asyncio
import logging
import os
import sys

from app.config import Config, ConfigError, parse_config


async def serve(config: Config) -> None:
    """Serves until SIGTERM or SIGINT."""
    # Loaded once the settings are known to be good: it takes a second or two.
    from app.graceful import GracefulServer
    from app.model.client import model_client
    from app.server import create_app
    from app.stopping import Stopping

    stopping = Stopping()
    async with model_client(config) as client:
        app = create_app(config, client, stopping=stopping)
        await GracefulServer(app, config, stopping).serve()


def main() -> None:
    """Starts the app; a bad setting is one sentence and exit code 1."""
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # At INFO they write a line for every request and event; a run is logged once, by itself.
    for noisy in ("agent_framework", "agent_framework_ag_ui", "azure", "httpx2"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        config = parse_config(os.environ)
    except ConfigError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    asyncio.run(serve(config))


if __name__ == "__main__":
    main()
