"""A server whose open answers may end after SIGTERM."""

import asyncio
import signal
import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI
from sse_starlette.sse import AppStatus

from app.config import Config
from app.stopping import Stopping

# Beyond the grace, for streams to write their last event.
LAST_WORDS_SECONDS = 5


class GracefulServer(uvicorn.Server):
    """Takes nothing new after SIGTERM, lets open streams go on for the grace, and then tells them to stop."""

    def __init__(self, app: FastAPI, config: Config, stopping: Stopping) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=config.host,
                port=config.port,
                log_config=None,
                # Probes come every few seconds; runs are logged by themselves.
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=config.shutdown_grace_seconds + LAST_WORDS_SECONDS,
            )
        )
        self._grace_seconds = config.shutdown_grace_seconds
        self._stopping = stopping
        # The library of the event streams would end them all on the signal, in the middle of an answer.
        AppStatus.enable_automatic_graceful_drain = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begins the end. Unlike uvicorn's own, it does not keep the signal, which would be raised again at the end and
        kill the process before an injected OpenTelemetry SDK exported its last metrics."""
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Waits for the open streams."""
        asyncio.get_running_loop().call_later(self._grace_seconds, self._stopping.now)
        await super().shutdown(sockets)
