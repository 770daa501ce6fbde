"""`/docs`: FastAPI's own page, with its script from here instead of a CDN, which a private network does not reach."""

import base64
import hashlib
import importlib.resources
import re
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse

ASSETS = Path(str(importlib.resources.files("fastapi_offline"))) / "static"
TYPES = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon.png": "image/png",
}


def docs(app: FastAPI) -> None:
    """Adds the page; its addresses are relative."""
    page = get_swagger_ui_html(
        title=f"{app.title} API",
        openapi_url="docs/openapi.json",
        swagger_js_url="docs/swagger-ui-bundle.js",
        swagger_css_url="docs/swagger-ui.css",
        swagger_favicon_url="docs/favicon.png",
    )
    page.headers["Content-Security-Policy"] = policy(bytes(page.body).decode())

    @app.get("/docs", include_in_schema=False)
    async def swagger() -> HTMLResponse:
        return page

    @app.get("/docs/{file}", include_in_schema=False)
    async def asset(file: str) -> FileResponse:
        if file not in TYPES:
            raise HTTPException(404, "There is no such page.")
        return FileResponse(ASSETS / file, media_type=TYPES[file])


def policy(html: str) -> str:
    """Lets the page's own script run, and the styles and pictures that it makes."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    )
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'"
    )
