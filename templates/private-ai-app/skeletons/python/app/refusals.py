"""Refusals as `{"error": "<sentence>"}`, the same for every cause."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException


def refusals(app: FastAPI) -> None:
    """Replaces the framework's own form of them."""
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, unreadable)


async def refused(_request: Request, error: Exception) -> JSONResponse:
    """Who or what was refused, by whoever raised it."""
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, headers=error.headers)


async def unreadable(_request: Request, error: Exception) -> JSONResponse:
    """A body that FastAPI could not read."""
    assert isinstance(error, RequestValidationError)
    [first, *_] = error.errors()
    where = ".".join(str(part) for part in first["loc"] if part != "body")
    return JSONResponse({"error": f"Not an AG-UI RunAgentInput: {where}: {first['msg']}"}, 400)
