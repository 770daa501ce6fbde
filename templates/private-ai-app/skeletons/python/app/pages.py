"""The chat page, or where to find it when only the portal signs in, and the probe."""

from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse

PUBLIC = Path(__file__).parent.parent / "public" / "chat"
TYPES = {"chat.js": "text/javascript", "chat.css": "text/css"}


def pages(app: FastAPI, *, single_user: bool) -> None:
    """Adds `/`, `/chat/` and `/healthz`. Redirects are relative: the app may stand behind a path."""
    chat_page = PUBLIC / ("index.html" if single_user else "portal.html")

    @app.get("/healthz", summary="Is the app up?")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/", include_in_schema=False)
    @app.get("/chat", include_in_schema=False)
    async def to_chat() -> RedirectResponse:
        return RedirectResponse("chat/", 302)

    @app.get("/chat/", summary="A chat page", response_class=HTMLResponse)
    async def chat() -> FileResponse:
        return FileResponse(chat_page, media_type="text/html")

    @app.get("/chat/{file}", include_in_schema=False)
    async def asset(file: str) -> FileResponse:
        if file not in TYPES:
            raise HTTPException(404, "There is no such page.")
        return FileResponse(PUBLIC / file, media_type=TYPES[file])
