"""People log in at an OpenID provider; a token that anybody tampered with lets nobody in."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from cmdb_server.auth.audit import Actor
from cmdb_server.auth.single_sign_on import single_sign_on
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.settings import SettingError, Settings
from tests.api.provider import CLIENT_ID, CLIENT_SECRET, Provider, provider
from tests.api.serving import Serving, serving

GROUPS = "cmdb-admins=administrator, staff=reader"


@pytest.fixture
def idp() -> Iterator[Provider]:
    """A provider where somebody called ada is in the group staff."""
    with provider(lambda: int(time.time())) as started:
        started.claims = {"preferred_username": "ada", "groups": ["staff", "others"]}
        yield started


@pytest.fixture
def server(store: GraphStore, tmp_path: Path, idp: Provider) -> Iterator[Serving]:
    """A server that offers this provider."""
    (tmp_path / "secret").write_text(CLIENT_SECRET, encoding="utf-8")
    given = {"oidc_client_id": CLIENT_ID, "oidc_client_secret_file": tmp_path / "secret", "oidc_roles": GROUPS}
    with serving(store, tmp_path, oidc_issuer=idp.url, **given) as started:
        yield started


def log_in(page: httpx.Client, **query: str) -> httpx.Response:
    """Go to the provider and come back; the last answer that is not a page."""
    there = page.get("/oidc/login", params=query)
    if "/login" in there.headers["Location"] and "problem" in there.headers["Location"]:
        return there
    back = httpx.get(there.headers["Location"])
    return page.get(back.headers["Location"])


def problem(response: httpx.Response) -> str:
    """Why the log-in page says that the log-in failed."""
    where = urlsplit(response.headers["Location"])
    assert where.path == "/login", response.headers["Location"]
    return parse_qs(where.query)["problem"][0]


def test_somebody_whom_the_provider_knows_has_the_roles_of_its_groups(server: Serving) -> None:
    with server.client("") as page:
        offer = page.get("/oidc").json()
        response = log_in(page, next="/cis?q=app1")
        me = page.get("/me").json()

    assert offer == {"is_offered": True, "name": "single sign-on"}
    assert (response.status_code, response.headers["Location"]) == (303, "/cis?q=app1")
    assert (me["username"], me["roles"], me["permissions"], me["is_local"]) == ("ada", ["reader"], ["read"], False)
    entries = [(entry.actor, entry.action) for entry in server.services.audit.page("", 10)[0]]
    assert entries[:2] == [("ada", "session.opened"), ("ada", "user.created")]


def test_roles_follow_the_groups_at_every_log_in(server: Serving, idp: Provider) -> None:
    with server.client("") as page:
        log_in(page)
        idp.claims["groups"] = ["cmdb-admins"]
        log_in(page)
        assert page.get("/me").json()["roles"] == ["administrator"]
        idp.claims["groups"] = []
        with server.client("") as other:
            refused = log_in(other)
        still_open = page.get("/users").status_code

    assert (problem(refused), still_open) == ("oidc_no_role", 403)
    assert [user.roles for user in server.services.users.all() if user.name == "ada"] == [()]


def test_a_role_that_an_administrator_gave_stays(server: Serving, idp: Provider) -> None:
    with server.client("") as page:
        log_in(page)
        server.services.users.change("ada", ("editor",), (), Actor("admin"))
        idp.claims["groups"] = []
        log_in(page)

        assert page.get("/me").json()["roles"] == ["editor"]


def test_nobody_takes_over_the_account_of_somebody_else_by_name(server: Serving, idp: Provider) -> None:
    server.services.accounts.ensure_administrator()
    idp.claims["preferred_username"] = "admin"
    with server.client("") as page:
        refused = log_in(page)
        assert page.get("/me").status_code == 401

    assert problem(refused) == "oidc_name_taken"


def test_nobody_is_sent_elsewhere_after_logging_in(server: Serving) -> None:
    for elsewhere in ("https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "/a\\b"):
        with server.client("") as page:
            assert log_in(page, next=elsewhere).headers["Location"] == "/"


def _with(**claims: Any) -> Callable[[Provider, dict[str, Any]], str]:  # noqa: ANN401 - claims
    return lambda idp, given: idp.signed({**given, **claims})


def _without(name: str) -> Callable[[Provider, dict[str, Any]], str]:
    return lambda idp, given: idp.signed({key: value for key, value in given.items() if key != name})


def _by_another_key(idp: Provider, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": idp.key.kid}, claims, RSAKey.generate_key(2048))


def _unsigned(idp: Provider, claims: dict[str, Any]) -> str:
    head, body, _ = idp.signed(claims).split(".")
    assert head
    return f"eyJhbGciOiJub25lIn0.{body}."


def _by_the_public_key_as_secret(idp: Provider, claims: dict[str, Any]) -> str:
    body = idp.signed(claims).split(".")[1]
    signed = f"{_text(json.dumps({'alg': 'HS256', 'kid': 'one'}).encode())}.{body}"
    return f"{signed}.{_text(hmac.digest(idp.key.as_pem(private=False), signed.encode(), 'sha256'))}"


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _with_other_claims_under_the_signature(idp: Provider, claims: dict[str, Any]) -> str:
    head, _, signature = idp.signed(claims).split(".")
    body = idp.signed({**claims, "groups": ["cmdb-admins"]}).split(".")[1]
    return f"{head}.{body}.{signature}"


def _no_token(_idp: Provider, _claims: dict[str, Any]) -> str:
    return "no token"


@pytest.mark.parametrize(
    ("sign", "code"),
    [
        (_by_another_key, "oidc_signature"),
        (_unsigned, "oidc_signature"),
        (_by_the_public_key_as_secret, "oidc_signature"),
        (_with_other_claims_under_the_signature, "oidc_signature"),
        (_no_token, "oidc_signature"),
        (_with(aud="another"), "oidc_audience"),
        (_with(aud=["another", CLIENT_ID]), "oidc_audience"),
        (_without("aud"), "oidc_audience"),
        (_with(iss="https://evil.example"), "oidc_issuer"),
        (_with(nonce="replayed"), "oidc_state"),
        (_without("nonce"), "oidc_state"),
        (_with(exp=int(time.time()) - 3600), "oidc_clock"),
        (_with(iat=int(time.time()) + 3600, exp=int(time.time()) + 7200), "oidc_clock"),
        (_without("exp"), "oidc_clock"),
        (_without("sub"), "oidc_refused"),
    ],
)
def test_a_token_that_is_not_the_providers_for_this_log_in_lets_nobody_in(
    server: Serving, idp: Provider, sign: Callable[[Provider, dict[str, Any]], str], code: str
) -> None:
    idp.sign = sign
    with server.client("") as page:
        refused = log_in(page)

        assert problem(refused) == code
        assert page.get("/me").status_code == 401


def test_a_provider_may_change_its_keys(server: Serving, idp: Provider) -> None:
    with server.client("") as page:
        log_in(page)
    idp.key = RSAKey.generate_key(2048, {"kid": "two"})

    with server.client("") as page:
        assert log_in(page).headers["Location"] == "/"


def test_an_answer_to_a_log_in_of_another_browser_is_refused(server: Serving) -> None:
    with server.client("") as mallory, server.client("") as victim:
        back = httpx.get(mallory.get("/oidc/login").headers["Location"]).headers["Location"]
        strange = victim.get(back)
        victim.get("/oidc/login")
        mixed = victim.get(back)

    assert [problem(strange), problem(mixed)] == ["oidc_state", "oidc_state"]


def test_a_code_is_good_once(server: Serving) -> None:
    with server.client("") as page:
        back = httpx.get(page.get("/oidc/login").headers["Location"]).headers["Location"]
        kept = dict(page.cookies)
        page.get(back)
    with server.client("") as again:
        again.cookies.update(kept)
        assert problem(again.get(back)) == "oidc_refused"


def test_a_provider_that_does_not_answer_or_calls_itself_otherwise_is_named(
    server: Serving, idp: Provider, admin: httpx.Client
) -> None:
    idp.published_issuer = "https://other.example"
    with server.client("") as page:
        assert problem(page.get("/oidc/login")) == "oidc_issuer"
    state = admin.get("/oidc/state").json()

    assert "calls itself 'https://other.example'" in state["problem"]
    assert state["roles"] == [{"group": "cmdb-admins", "role": "administrator"}, {"group": "staff", "role": "reader"}]


def test_no_secret_reaches_log_or_audit(server: Serving, idp: Provider) -> None:
    idp.sign = _with(aud="another")
    with server.client("") as page:
        log_in(page)

    told = server.log.text + repr(server.services.audit.page("", 10))
    assert "oidc_audience" in told
    assert CLIENT_SECRET not in told
    assert CLIENT_SECRET not in repr(server.services.single_sign_on)


@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        ({"oidc_client_id": ""}, "CMDB_OIDC_CLIENT_ID"),
        ({"oidc_roles": "staff"}, "'staff' is no group=role"),
        ({"oidc_issuer": "http://login.example"}, "https address"),
        ({"oidc_client_secret_file": Path("/nowhere/secret")}, "it cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(given: dict[str, Any], remedy: str) -> None:
    usual: dict[str, Any] = {"oidc_issuer": "https://login.example", "oidc_client_id": CLIENT_ID}
    settings = Settings(**{**usual, **given})

    with pytest.raises(SettingError, match=remedy):
        single_sign_on(settings, lambda: 0)
