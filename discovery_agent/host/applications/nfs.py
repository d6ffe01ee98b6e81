"""The NFS server: its mount daemon, as the rest is in the kernel, and what it exports."""

import re

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.later import later

_TABLES = ("/etc/exports", "/etc/exports.d/*.exports")
_EXPORT = later(r"^[ \t]*(?:\"(/[^\"\n]*)\"|(/[^\s#]*))", re.MULTILINE)


def configure(_started: Started, files: Files) -> Configured:
    """The folders in the tables of exports(5)."""
    paths = [path for pattern in _TABLES for path in files.matching(pattern)]
    texts = [(path, text) for path in paths if (text := files.text(path)) is not None]
    exports = tuple(quoted or plain for _, text in texts for quoted, plain in _EXPORT().findall(text))
    return Configured(serves=exports, files=tuple(path for path, _ in texts), folders=exports)


application = Application(
    name="nfs",
    product="NFS server",
    executables=(r"rpc\.mountd", "nfsdcld", r"ganesha\.nfsd"),
    products=(("ganesha", "NFS-Ganesha"),),
    packages=("nfs-kernel-server", "nfs-utils", "nfs-ganesha"),
    ports=(2049,),
    patterns=_TABLES,
    configure=configure,
)
