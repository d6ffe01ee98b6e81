"""The built front end: files with hashed names that browsers keep, and one page for every other address."""

from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from cmdb_server.api.routes import methods_at

_KEEP = "public, max-age=31536000, immutable"
_MISSING = "The front end is not built: run `make up`, or `python hatch_build.py` in a checkout. The API works.\n"


class HashedFiles(StaticFiles):
    """Files whose names change with their contents."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, to be kept."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = _KEEP
        return response


def install(app: FastAPI, static: Path) -> None:
    """Serve the front end from a folder. Addresses below /api never get a page."""
    if (static / "bundle").is_dir():
        app.mount("/bundle", HashedFiles(directory=static / "bundle"), name="bundle")

    async def page(request: Request) -> Response:
        name = request.path_params["path"]
        if name == "api" or name.startswith("api/"):
            if methods_at(app, request.url.path):
                raise HTTPException(405)
            raise HTTPException(404, "there is nothing at this address; /reference lists the API")
        file = static / name
        if name and "/" not in name and file.is_file():
            return FileResponse(file)
        index = static / "index.html"
        if not index.is_file():
            return PlainTextResponse(_MISSING, 503)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})

    app.add_route("/{path:path}", page, methods=["GET", "HEAD"], include_in_schema=False)
