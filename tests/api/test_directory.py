"""Leavers of a directory, which a real LDAP server is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from cmdb_server.assets.directory import Directory, DirectoryError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.scheduler.jobs import look_for_leavers
from cmdb_server.settings import Settings
from tests.api.serving import Serving, serving
from tests.api.slapd import ADMIN, BASE, SLAPD, STINTED, Person, Serves, ldap_server
from tests.api.test_assets import asset
from tests.discovery_agent.certificates import certified_server

pytestmark = pytest.mark.skipif(SLAPD is None, reason="needs Debian's slapd")
SESAME = "open-sesame-ldap"
# More than a page of the answer, and than the server gives at once.
MANY = 1100
PEOPLE = [
    Person("bas", "Bjørn Ås"),
    Person("una", "Una Staff", has_left=False),
    *(Person(f"gone{number}", f"Gone {number}") for number in range(MANY)),
]


@dataclass(frozen=True)
class Asked:
    """A directory and how it is asked."""

    serves: Serves
    settings: Settings

    def told(self, **given: object) -> str:
        """What is told of a directory that is asked otherwise."""
        with pytest.raises(DirectoryError) as refused:
            Directory(replace(self.settings, **given)).leavers()
        assert SESAME not in str(refused.value)
        return str(refused.value)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """A directory, asked by somebody who may read it."""
    folder = tmp_path_factory.mktemp("ldap")
    certified_server(folder)
    (folder / "ldap.password").write_text(SESAME + "\n", encoding="utf-8")
    with ldap_server(folder, SESAME, PEOPLE) as serves:
        given = Settings(
            ldap_host="127.0.0.1", ldap_port=serves.tls, ldap_user=ADMIN, ldap_base=BASE,
            ldap_password_file=folder / "ldap.password", ldap_ca_file=folder / "server.pem",
            ldap_leavers="(employeeType=left)",
        )  # fmt: skip
        yield Asked(serves, given)


@pytest.fixture
def server(store: GraphStore, tmp_path: Path, asked: Asked) -> Iterator[Serving]:
    """A server that asks the directory."""
    named = {name: getattr(asked.settings, name) for name in vars(asked.settings) if name.startswith("ldap_")}
    with serving(store, tmp_path, **named) as started:
        yield started


@pytest.fixture
def keeper(server: Serving) -> Iterator[httpx.Client]:
    """A client that keeps assets."""
    with server.client(server.token_as("asset-manager")) as client:
        yield client


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_all_who_have_left_are_found_page_by_page_with_all_their_names(asked: Asked, tls: str) -> None:
    port = asked.serves.tls if tls == "tls" else asked.serves.plain

    found = Directory(replace(asked.settings, ldap_tls=tls, ldap_port=port)).leavers()

    assert len(found) == MANY + 1
    assert next(one.names for one in found if "bas" in one.names) == ("Bjørn Ås", "bas@example.org", "bas")


def test_what_is_wrong_is_told_with_the_setting_that_mends_it(asked: Asked, tmp_path: Path) -> None:
    wrong, empty, others = (tmp_path / name for name in ("wrong", "empty", "others"))
    wrong.write_text("something else\n", encoding="utf-8")
    empty.write_text("\n", encoding="utf-8")
    others.mkdir()
    certified_server(others)

    assert "refused CMDB_LDAP_USER or its password" in asked.told(ldap_password_file=wrong)
    assert "is empty" in asked.told(ldap_password_file=empty)
    assert "CMDB_LDAP_PASSWORD_FILE" in asked.told(ldap_password_file=Path())
    assert "CMDB_LDAP_CA_FILE" in asked.told(ldap_ca_file=others / "server.pem")
    assert "certificate" in asked.told(ldap_ca_file=Path())
    assert "is no file" in asked.told(ldap_ca_file=tmp_path / "nothing.pem")
    assert "CMDB_LDAP_TLS='ssl' is unknown" in asked.told(ldap_tls="ssl")
    assert "is no LDAP filter" in asked.told(ldap_leavers="(employeeType=left")
    assert "noSuchObject" in asked.told(ldap_base="dc=elsewhere,dc=org")
    assert "CMDB_LDAP_HOST" in asked.told(ldap_port=1)
    assert "CMDB_LDAP_NAMES" in asked.told(ldap_names=" , ")
    assert "set CMDB_LDAP_HOST and CMDB_LDAP_BASE" in asked.told(ldap_host="", ldap_base="")


def test_a_server_that_has_the_certificate_of_another_is_told_nothing(asked: Asked, tmp_path: Path) -> None:
    certified_server(tmp_path, "127.0.0.9")

    with ldap_server(tmp_path, SESAME, PEOPLE[:1]) as serves:
        for tls, port in (("tls", serves.tls), ("starttls", serves.plain)):
            told = asked.told(ldap_tls=tls, ldap_port=port, ldap_ca_file=tmp_path / "server.pem")

            assert "IP address mismatch" in told


def test_what_leavers_hold_is_found_now_and_by_itself(server: Serving, keeper: httpx.Client) -> None:
    notebook = asset(keeper, "Notebook", "in_use", holder="Bjørn Ås", asset_tag="LD-1", room="1")
    phone = asset(keeper, "Phone", "in_use", holder="BAS@example.org", asset_tag="LD-2", room="1")
    screen = asset(keeper, "Screen", "in_use", holder="gone1099", asset_tag="LD-3", room="1")
    asset(keeper, "Dock", "in_use", holder="Una Staff", asset_tag="LD-4", room="1")
    before = keeper.get("/leavers/directory").json()

    found = keeper.post("/leavers/directory").json()
    done = look_for_leavers.run(server.services)
    after = keeper.get("/leavers/directory").json()

    held = {one["person"]: [one["number"] for one in one["assets"]] for one in found["items"]}
    assert held == {"Bjørn Ås": [notebook, phone], "Gone 1099": [screen]}
    assert done == {"left": MANY + 1, "holding": 2}
    assert (before["is_on"], before["looked_at"], before["holders"]) == (True, None, 0)
    assert (after["people"], after["holders"], after["error"]) == (MANY + 1, 2, "")
    panels = {one["name"]: one for one in keeper.get("/home").json()["panels"]}
    assert [(one["text"], one["word"]) for one in panels["leavers"]["lines"]] == [
        ("Bjørn Ås", "Has 2 assets"), ("Gone 1099", "Has 1 asset"),
    ]  # fmt: skip


def test_what_was_found_stays_when_the_directory_does_not_answer(
    server: Serving, keeper: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset(keeper, "Notebook", "in_use", holder="bas", asset_tag="LD-5", room="1")
    assert keeper.post("/leavers/directory").json()["held"] == 1
    directory = server.services.leaving.directory
    monkeypatch.setattr(directory, "settings", replace(directory.settings, ldap_port=1))

    failed = keeper.post("/leavers/directory")
    told = keeper.get("/leavers/directory").json()

    assert (failed.status_code, failed.json()["code"]) == (502, "directory_failed")
    assert "127.0.0.1:1" in told["error"]
    assert (told["people"], told["holders"]) == (MANY + 1, 1)
    assert SESAME not in failed.text + str(told) + server.log.text


def test_who_is_deleted_is_found_and_who_is_renamed_or_made_anew_is_not(
    store: GraphStore, tmp_path: Path, asked: Asked
) -> None:
    certified_server(tmp_path)
    staff = [Person(f"p{number}", f"Person {number}", has_left=False) for number in range(9)]
    named = {name: getattr(asked.settings, name) for name in vars(asked.settings) if name.startswith("ldap_")}
    named["ldap_ca_file"] = tmp_path / "server.pem"
    with serving(store, tmp_path, **named) as server, server.client(server.token_as("asset-manager")) as keeper:
        numbers = [
            asset(keeper, f"Notebook {number}", "in_use", holder=holder, asset_tag=f"GN-{number}", room="1")
            for number, holder in enumerate(("p0@example.org", "Person 1", "p2", "Nobody Known"))
        ]

        def look(people: list[Person], query: str = "") -> httpx.Response:
            with ldap_server(tmp_path, SESAME, people) as serves:
                directory = server.services.leaving.directory
                directory.settings = replace(directory.settings, ldap_port=serves.tls)
                return keeper.post(f"/leavers/directory{query}")

        first = look(staff)
        # p0 is deleted, p1 has another name, p2 was made anew.
        second = look([replace(staff[1], name="Person One"), replace(staff[2], turn=2), *staff[3:]])
        lost = look(staff[4:5])
        told = keeper.get("/leavers/directory").json()
        believed = look(staff[4:5], "?even_many=true")
        again = look(staff)

    assert [one.json()["held"] for one in (first, second)] == [0, 1]
    (left,) = second.json()["items"]
    assert (left["person"], left["is_gone"], left["assets"][0]["number"]) == ("Person 0", True, numbers[0])
    assert (lost.status_code, lost.json()["code"]) == (409, "directory_lost_many")
    assert "CMDB_LDAP_PEOPLE" in lost.json()["detail"]
    assert (told["known"], told["gone"], told["holders"]) == (8, 1, 1)
    assert "too many to believe it" in told["error"]
    held = {one["person"]: one["assets"][0]["number"] for one in believed.json()["items"]}
    assert held == {"Person 0": numbers[0], "Person One": numbers[1], "Person 2": numbers[2]}
    assert again.json()["items"] == []


def test_who_cannot_be_read_to_the_end_is_not_gone(asked: Asked) -> None:
    everybody = Directory(replace(asked.settings, ldap_people="(objectClass=inetOrgPerson)")).people()

    assert everybody is not None
    assert len({one.key for one in everybody}) == len(PEOPLE)
    assert any(one.names == ("Una Staff", "una@example.org", "una") for one in everybody)
    assert not any(one.key.startswith("uid=") for one in everybody)
    assert Directory(replace(asked.settings, ldap_people="")).people() is None
    with pytest.raises(DirectoryError, match="sizeLimitExceeded"):
        Directory(replace(asked.settings, ldap_user=STINTED)).people()


def test_only_who_keeps_all_assets_asks_it(server: Serving) -> None:
    with server.client(server.token_as("reader")) as reader:
        answers = reader.get("/leavers/directory"), reader.post("/leavers/directory")

    assert [one.status_code for one in answers] == [403, 403]
