"""Kept files over HTTP: told of, and given out as downloads only."""

from urllib.parse import quote

from fastapi import Response
from pydantic import BaseModel

from cmdb_server.kept_files.keeping import KeptFile
from cmdb_server.timestamps import rfc3339

# Whatever is in a file, no browser shows or runs it, even where somebody opens the address by itself.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


class FileOut(BaseModel):
    """A file; `name` is cleaned, `size` in bytes; `may_remove`: whoever asks may take it away."""

    uid: str
    name: str
    size: int
    sha256: str
    by: str
    at: str
    may_remove: bool


class FileList(BaseModel):
    """The files of something, the oldest first; `may_add`: whoever asks may bring one."""

    may_add: bool
    items: list[FileOut]


def file_out(one: KeptFile, *, may_remove: bool) -> FileOut:
    """A file as it is told of."""
    told = {"uid": one.uid, "name": one.name, "size": one.size, "sha256": one.sha256, "by": one.by}
    return FileOut.model_validate({**told, "at": rfc3339(one.at), "may_remove": may_remove})


def download(file: KeptFile, content: bytes) -> Response:
    """The bytes of a file, to be saved and never shown."""
    told = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return Response(content, media_type="application/octet-stream", headers={**_HEADERS, "Content-Disposition": told})
