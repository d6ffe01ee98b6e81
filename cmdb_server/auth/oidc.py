"""Log-in at an OpenID provider: authorization code with PKCE; the id token is checked, nothing else is believed.

authlib's own validation is deprecated in favour of joserfc, by the same author, which is used here (2026-11).
"""

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from authlib.oauth2.rfc7636 import (
    create_s256_code_challenge,  # pyright: ignore[reportUnknownVariableType] - the library has no types
)
from joserfc import errors, jwt
from joserfc.jwk import KeySet

from cmdb_server.errors import CmdbError

_DISCOVERY = "/.well-known/openid-configuration"
_LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
# Signatures that a public key checks; `none` and shared secrets are never accepted, whatever a token says.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_KEPT_SECONDS = 3600.0
_LEEWAY_SECONDS = 60
_LONGEST_ANSWER = 1 << 20


class OidcError(CmdbError):
    """A log-in at the provider failed; `code` says why, the text what to do."""

    def __init__(self, code: str, message: str) -> None:
        """403: whoever asks is let in by nobody."""
        super().__init__(message, 403, code)


@dataclass(frozen=True)
class Client:
    """This server as the provider knows it."""

    issuer: str
    client_id: str
    client_secret: str
    scopes: str = "openid profile email"
    ca_file: str = ""

    def __repr__(self) -> str:
        return f"Client({self.issuer!r}, {self.client_id!r}, ***)"


@dataclass(frozen=True)
class Attempt:
    """What a browser keeps between leaving for the provider and coming back."""

    state: str
    nonce: str
    verifier: str


class Provider:
    """An OpenID provider; what it publishes of itself is kept for an hour, its keys until one is missing."""

    def __init__(self, client: Client, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._published: tuple[float, dict[str, Any]] | None = None
        self._keys: KeySet | None = None
        _check_address("CMDB_OIDC_ISSUER", client.issuer)

    def begin(self, redirect_uri: str) -> tuple[str, Attempt]:
        """Where to send a browser, and what it has to keep. Raises OidcError."""
        attempt = Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))
        challenge = str(create_s256_code_challenge(attempt.verifier))  # pyright: ignore[reportUnknownArgumentType] - the library has no types
        asked = {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": redirect_uri,
            "scope": self._client.scopes,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        endpoint = self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", attempt

    def finish(self, attempt: Attempt, answered: Mapping[str, str], redirect_uri: str) -> dict[str, Any]:
        """The claims of who came back, from the query that the provider sent along. Raises OidcError."""
        if not secrets.compare_digest(answered.get("state", "").encode(), attempt.state.encode()):
            raise OidcError("oidc_state", "this log-in was not begun in this browser, or long ago; begin again")
        if "code" not in answered:
            reason = answered.get("error", "no code")[:100]
            raise OidcError("oidc_refused", f"the provider refused the log-in ({reason}); ask who administers it")
        return self._claims(self._redeem(attempt, answered["code"], redirect_uri), attempt.nonce)

    def published(self) -> dict[str, Any]:
        """What the provider publishes of itself. Raises OidcError."""
        with self._lock:
            if self._published is None or self._published[0] < time.monotonic():
                self._published = (time.monotonic() + _KEPT_SECONDS, self._discover())
            return self._published[1]

    def _discover(self) -> dict[str, Any]:
        issuer = self._client.issuer
        found = self._ask("GET", issuer.rstrip("/") + _DISCOVERY)
        if found.get("issuer") != issuer:
            told = str(found.get("issuer"))[:200]
            raise OidcError("oidc_issuer", f"CMDB_OIDC_ISSUER is {issuer!r}, but the provider calls itself {told!r}")
        return found

    def _redeem(self, attempt: Attempt, code: str, redirect_uri: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self._client.client_id,
            "code_verifier": attempt.verifier,
        }
        client = self._client
        basic = httpx.BasicAuth(client.client_id, client.client_secret) if client.client_secret else None
        answer = self._ask("POST", self._endpoint("token_endpoint"), data=form, auth=basic)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise OidcError("oidc_refused", "the provider gave no id token; its client needs the scope openid")
        return token

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        try:
            decoded = self._decode(token)
        except errors.JoseError as error:
            raise OidcError("oidc_signature", f"the provider's token has no valid signature ({error.error})") from error
        except ValueError as error:
            raise OidcError("oidc_signature", "the provider's token cannot be read") from error
        claims = decoded.claims
        self._check(claims, nonce)
        return claims

    def _decode(self, token: str) -> jwt.Token:
        keys = self._keys or self._fetch_keys()
        try:
            return jwt.decode(token, keys, list(_ALGORITHMS))
        except (errors.InvalidKeyIdError, errors.BadSignatureError, ValueError):
            # The provider may have changed its keys since.
            return jwt.decode(token, self._fetch_keys(), list(_ALGORITHMS))

    def _check(self, claims: dict[str, Any], nonce: str) -> None:
        mine, audience = self._client.client_id, claims.get("aud")
        audiences: list[object] = list(audience) if isinstance(audience, list) else [audience]  # pyright: ignore[reportUnknownArgumentType] - JSON
        if mine not in audiences or (len(audiences) > 1 and claims.get("azp") != mine):
            raise OidcError("oidc_audience", f"the provider's token is not for CMDB_OIDC_CLIENT_ID={mine!r}")
        if claims.get("iss") != self._client.issuer:
            raise OidcError("oidc_issuer", "the provider's token names another issuer")
        if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise OidcError("oidc_state", "the provider's token answers another log-in; begin again")
        now = self._clock() // 1_000_000
        rules = jwt.JWTClaimsRegistry(now=now, leeway=_LEEWAY_SECONDS, exp={"essential": True}, iat={"essential": True})
        try:
            rules.validate(claims)
        except errors.JoseError as error:
            message = f"the provider's token is not valid now ({error.error}); compare the clocks of both machines"
            raise OidcError("oidc_clock", message) from error
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise OidcError("oidc_refused", "the provider's token names nobody")

    def _fetch_keys(self) -> KeySet:
        try:
            self._keys = KeySet.import_key_set(self._ask("GET", self._endpoint("jwks_uri")))  # pyright: ignore[reportArgumentType] - what is no key set is refused
        except (errors.JoseError, ValueError, KeyError, TypeError) as error:
            raise OidcError("oidc_unreachable", "the provider's keys cannot be read") from error
        return self._keys

    def _endpoint(self, name: str) -> str:
        endpoint = self.published().get(name)
        if not isinstance(endpoint, str):
            raise OidcError("oidc_unreachable", f"the provider publishes no {name}")
        _check_address(name, endpoint)
        return endpoint

    def _ask(self, method: str, url: str, **form: Any) -> dict[str, Any]:  # noqa: ANN401 - what httpx takes
        try:
            with httpx.Client(timeout=10, verify=self._client.ca_file or True) as client:
                response = client.request(method, url, headers={"Accept": "application/json"}, **form)
            if len(response.content) > _LONGEST_ANSWER:
                raise OidcError("oidc_unreachable", f"{url} answers more than a provider would")
            found: Any = response.json()
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            reason = type(error).__name__
            message = f"{url} does not answer as a provider ({reason}); check CMDB_OIDC_ISSUER and the network"
            raise OidcError("oidc_unreachable", message) from error
        if not isinstance(found, dict) or response.is_error:
            said = str(found.get("error", ""))[:100] if isinstance(found, dict) else ""  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - JSON
            raise OidcError("oidc_refused", f"{url} answered {response.status_code} {said}".rstrip())
        return found  # pyright: ignore[reportUnknownVariableType] - JSON


def _check_address(name: str, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise OidcError("oidc_issuer", f"{name} {url[:200]!r} is no https address; who listens could log in as anybody")
