"""A small OpenID provider on loopback: it publishes itself, sends browsers back and signs tokens with its own key."""

import json
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT_ID, CLIENT_SECRET = "plumbline", "a secret of the provider"


@dataclass
class Provider:
    """The provider's state. `claims` go into the next token, `sign` makes a token of them: a test's to change."""

    url: str
    now: Callable[[], int]
    claims: dict[str, Any] = field(default_factory=dict[str, Any])
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    published_issuer: str = ""
    sign: Callable[["Provider", dict[str, Any]], str] | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def token(self, nonce: str) -> str:
        """The id token of whoever logs in now."""
        now = self.now()
        claims = {"iss": self.url, "aud": CLIENT_ID, "sub": "u-1", "nonce": nonce, "iat": now, "exp": now + 300}
        claims |= self.claims
        return self.sign(self, claims) if self.sign else self.signed(claims)

    def signed(self, claims: dict[str, Any]) -> str:
        """Claims under the provider's signature."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def answer(self, path: str, query: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """What the addresses answer: 303 with a location, or JSON."""
        if path == "/.well-known/openid-configuration":
            endpoints = {f"{name}_endpoint": f"{self.url}/{name}" for name in ("authorization", "token")}
            return 200, {"issuer": self.published_issuer or self.url, "jwks_uri": f"{self.url}/jwks", **endpoints}
        if path == "/jwks":
            return 200, dict(KeySet([self.key]).as_dict(private=False))
        if path == "/authorization":
            code = f"code-{len(self.codes)}"
            self.codes[code] = query
            return 303, {"location": f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"}
        return self._redeem(query, authorization)

    def _redeem(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form["code"], None)
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        client = b64decode(authorization.removeprefix("Basic ")).decode()
        is_good = asked and asked["code_challenge"] == challenge and asked["redirect_uri"] == form["redirect_uri"]
        if not asked or not is_good or client.partition(":")[0] != CLIENT_ID:
            return 400, {"error": "invalid_grant"}
        return 200, {"token_type": "Bearer", "access_token": "unused", "id_token": self.token(asked["nonce"])}


@contextmanager
def provider(now: Callable[[], int]) -> Generator[Provider]:
    """A provider that answers until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        """Hands every request to the provider."""

        serves: ClassVar[Provider]

        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, text: str) -> None:
            query = {name: values[0] for name, values in parse_qs(text).items()}
            path = urlsplit(self.path).path
            status, body = self.serves.answer(path, query, self.headers.get("Authorization", ""))
            self.send_response(status)
            if location := body.get("location"):
                self.send_header("Location", location)
            content = json.dumps(body).encode()
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gives it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Handler.serves = Provider(f"http://127.0.0.1:{server.server_address[1]}", now)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Handler.serves
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
