"""The web server in a thread of its own: bound before anything else is started, stopped when asked."""

import socket
import ssl
import threading
import time
from http import HTTPStatus
from ipaddress import ip_network
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from cmdb_server.errors import CmdbError
from cmdb_server.settings import SettingError, Settings

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_BACKLOG = 512
_GRACE_SECONDS = 10
_START_SECONDS = 30


class ListenError(CmdbError):
    """The server cannot listen where it should."""

    def __init__(self, message: str) -> None:
        """`message` names address, port and remedy."""
        super().__init__(message, HTTPStatus.SERVICE_UNAVAILABLE, "cannot_listen")


def listen(settings: Settings) -> socket.socket:
    """A socket bound to the configured address. Raises ListenError: port in use or not ours, no TLS for a network."""
    host, port = settings.host, settings.port
    _trusted_proxies(settings)
    if host not in _LOOPBACK and not settings.is_behind_proxy and not settings.has_tls:
        message = (
            f"listening on {host} without TLS would show passwords to the network; set CMDB_TLS_CERTIFICATE and "
            "CMDB_TLS_KEY, or CMDB_BEHIND_PROXY=1 where a proxy on this machine ends TLS, or listen on 127.0.0.1"
        )
        raise ListenError(message)
    _check_certificate(settings)
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # asyncio switches Nagle's algorithm off only where the protocol is spelt out: 40 ms less for each answer.
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot listen on {host} port {port} ({reason}); choose another one with --port or --host"
        raise ListenError(message) from error
    return bound


def _check_certificate(settings: Settings) -> None:
    if not settings.has_tls:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.tls_certificate, _key_file(settings))
    except OSError as error:
        named = f"CMDB_TLS_CERTIFICATE={str(settings.tls_certificate)!r} and CMDB_TLS_KEY={str(settings.tls_key)!r}"
        reason = error.strerror or str(error)
        raise ListenError(f"{named} cannot be used ({reason}); give a PEM certificate and its private key") from error


def _key_file(settings: Settings) -> Path | None:
    """The file of the private key, None where it lies in the certificate's."""
    return settings.tls_key if settings.has_tls and settings.tls_key != Path() else None


def _trusted_proxies(settings: Settings) -> list[str]:
    """The proxies that say where a request comes from. Raises SettingError for what is no address or network."""
    named = [text.strip() for text in settings.trusted_proxies.split(",") if text.strip()]
    for text in named:
        try:
            ip_network(text)
        except ValueError as error:
            remedy = f"{text!r} is no address and no network; give e.g. 10.0.0.5,10.1.0.0/16"
            raise SettingError("CMDB_TRUSTED_PROXIES", settings.trusted_proxies, remedy) from error
    return named


def url_of(settings: Settings, bound: socket.socket) -> str:
    """Where people on this machine find the server."""
    port = bound.getsockname()[1]
    scheme = "https" if settings.has_tls else "http"
    host = settings.host if settings.host not in ("0.0.0.0", "::") else "127.0.0.1"  # noqa: S104 - compared, not bound
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"


class WebServer:
    """Answers requests from `start` to `stop`."""

    def __init__(self, app: FastAPI, settings: Settings, bound: socket.socket) -> None:
        """`bound` comes from `listen`."""
        self._bound = bound
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="off",
                backlog=_BACKLOG,
                timeout_graceful_shutdown=_GRACE_SECONDS,
                proxy_headers=settings.is_behind_proxy,
                forwarded_allow_ips=_trusted_proxies(settings),
                ssl_certfile=settings.tls_certificate if settings.has_tls else None,
                ssl_keyfile=_key_file(settings),
            ),
        )
        self._thread = threading.Thread(target=self._server.run, args=([bound],), name="web-server", daemon=True)

    def start(self) -> None:
        """Answer requests from now on. Raises ListenError when the web server does not come up."""
        self._thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise ListenError("the web server did not start; server.log in the data directory tells why")
            time.sleep(0.02)

    @property
    def is_running(self) -> bool:
        """Whether it still answers."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Finish what is being answered, then end."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(_GRACE_SECONDS + 5)
        self._bound.close()
