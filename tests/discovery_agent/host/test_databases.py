"""Databases that are known without logging in: of servers by their rules, sessions and folders, of clients by name."""

from pathlib import Path

import pytest

from discovery_agent.host.application import Started
from discovery_agent.host.applications import mysql, postgresql
from discovery_agent.host.configuration import ConfigurationFiles
from discovery_agent.host.declared_needs import needs_in
from discovery_agent.host.machine import Machine
from discovery_agent.runner import host_collectors, section_of
from graph_schema.report import Ref
from tests.discovery_agent.host.fake_root import FakeProcess, make

DESCRIPTION = (
    "(DESCRIPTION=(ADDRESS_LIST=(ADDRESS=(PROTOCOL=TCP)(HOST=db1)(PORT=1521))(ADDRESS=(PROTOCOL=TCP)"
    "( HOST = db2 ) (PORT = 1521)))(CONNECT_DATA=(SERVICE_NAME=shop)))"
)
RULES = """
# TYPE  DATABASE  USER  ADDRESS  METHOD
local   all             postgres  peer
hostssl shop,"Stats 2"  shop      10.0.0.0/8  scram-sha-256
host    replication     standby   10.0.0.3/32 scram-sha-256
host    sales           +sales    samenet     md5
host    @more,sameuser  all       all         md5
"""
SESSIONS = (
    "postgres: 15/main: shop orders 10.0.0.5(41002) idle",
    "postgres: root wiki [local] SELECT",
    "postgres: checkpointer ",
    "postgres: walsender standby 10.0.0.3(40010) streaming 0/3000148",
)


def test_rules_of_access_and_sessions_name_databases_of_postgresql(tmp_path: Path) -> None:
    data = "/var/lib/postgresql/15/main"
    system = make(tmp_path, {"etc/postgresql/15/main/postgresql.conf": "", "etc/postgresql/15/main/pg_hba.conf": RULES})
    command = ("postgres", "-D", data, "-c", "config_file=/etc/postgresql/15/main/postgresql.conf")

    found = postgresql.configure(Started(command, data, titles=SESSIONS), ConfigurationFiles(system))

    assert found.databases == ("orders", "sales", "shop", "wiki")


@pytest.mark.parametrize("mark", ["db.opt", "orders.ibd"])
def test_folders_of_the_data_are_the_databases_of_mysql(tmp_path: Path, mark: str) -> None:
    names = ("shop", "web@002dshop", "mysql", "sys")
    system = make(tmp_path, {f"var/lib/mysql/{name}/{mark}": "" for name in names} | {"var/lib/mysql/x/a.txt": ""})

    found = mysql.configure(Started(("mariadbd",)), ConfigurationFiles(system))

    assert found.databases == ("shop", "web-shop")
    assert found.has_all_databases == (mark == "db.opt")


def test_folders_that_may_not_be_looked_into_do_not_tell_that_a_database_is_gone(tmp_path: Path) -> None:
    some = make(tmp_path, {"var/lib/mysql/shop/db.opt": ""})

    assert not mysql.configure(Started(("mariadbd",)), ConfigurationFiles(some)).has_all_databases


@pytest.mark.parametrize(
    ("said", "database"),
    [
        ({"url": "postgresql://u:hunter2@db1/shop?sslmode=require"}, "shop"),
        ({"url": "jdbc:mysql://db1:3306/shop;x=y"}, "shop"),
        ({"url": "mongodb://db1,db2/shop"}, "shop"),
        ({"url": "postgresql://db1/${NAME}"}, ""),
        ({"url": "postgresql://db1?dbname=x"}, ""),
        ({"url": "redis://db1:6379/2"}, ""),
        ({"Default": "Server=tcp:db1,1433;Initial Catalog=shop;User ID=sa;Password=hunter2;Encrypt=True"}, "shop"),
        ({"Default": "Data Source=db1;Initial Catalog=shop;Integrated Security=SSPI"}, "shop"),
        ({"Default": "Host=db1;Port=5432;Database=shop;Username=u;Password='hunter2;=x'"}, "shop"),
        ({"Default": "Driver={ODBC Driver 18 for SQL Server};Server=db1;Database=shop;UID=sa;PWD={hunter2}"}, "shop"),
        ({"host": "db1", "port": 5432, "database": "shop", "password": "hunter2"}, "shop"),
        ({"engine": "django.db.backends.postgresql", "host": "db1", "name": "shop"}, "shop"),
        ({"name": "primary", "host": "db1", "port": 5432}, ""),
        ({"POSTGRES_HOST": "db1", "POSTGRES_NAME": "shop", "POSTGRES_PASSWORD": "hunter2"}, "shop"),
    ],
)
def test_a_connection_string_names_its_database_and_no_secret(said: dict[str, object], database: str) -> None:
    found = needs_in(said, "app.conf")

    assert {need.database for need in found} == {database}
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Server=tcp:db1.example,1450;Database=shop;User ID=sa;Password=hunter2", ["db1.example:1450"]),
        ("Server=db1\\SHOP;Database=shop;Integrated Security=true", []),  # its port is asked of the SQL Server Browser
        ("Server=db1;Port=3306;Database=shop;Uid=u;Pwd=hunter2", ["db1:3306"]),
        ("Host=db1,db2;Port=5432;Database=shop;Username=u", ["db1:5432", "db2:5432"]),
        ("Server=db1;Database=shop;Uid=u", []),  # of which kind it is nothing tells
        ("jdbc:oracle:thin:u/hunter2@db1:1521:SHOP", ["db1:1521"]),
        ("jdbc:oracle:thin:@db1:1522/shop", ["db1:1522"]),
        (DESCRIPTION, ["db1:1521", "db2:1521"]),
        ("jdbc:oracle:thin:@//db1:1521/shop", ["db1:1521"]),
        ("Content-Type: text/html; charset=utf-8; server=x", []),
        ("a=b;" * 5000, []),
    ],
)
def test_connection_strings_that_are_no_urls_lead_to_their_servers(text: str, places: list[str]) -> None:
    found = needs_in({"Default": text}, "appsettings.json")

    assert sorted(f"{need.host}:{need.port}" for need in found) == places
    assert all(need.is_certain for need in found)
    assert "hunter2" not in repr(found)


def test_both_ends_of_a_machine_tell_of_a_database(tmp_path: Path) -> None:
    place = "0::/system.slice/{}.service\n"
    make(
        tmp_path,
        {
            "proc/net/tcp": "",
            "srv/shop/shop.json": '{"databases": [{"host": "127.0.0.1", "port": 3306, "type": "mysql", "db": "shop"}]}',
            "var/lib/mysql/shop/db.opt": "",
            "var/lib/mysql/mysql/db.opt": "",
        },
        {"proc/self/ns/net": "net:[1]"},
    )
    maria = ("/usr/sbin/mariadbd",)
    FakeProcess(70, "mariadbd", maria, executable=maria[0], cgroup=place.format("mariadb")).write(tmp_path)
    shop = ("python3", "/srv/shop/shop.py", "shop.json")
    FakeProcess(
        80, "python3", shop, executable="/usr/bin/python3", directory="/srv/shop", cgroup=place.format("shop")
    ).write(tmp_path)
    machine = Machine(make(tmp_path, {}))

    served, used = (
        section_of(entry, machine, Ref("server:self"))
        for entry in host_collectors()
        if entry.name in ("databases", "connections")
    )
    served, used = (served, used) if served.name == "databases" else (used, served)

    database = Ref("database:unit:mariadb.service/shop")
    assert served.cis[database].attributes == {"name": "shop", "engine": "mysql"}
    assert {(r.type, r.target) for r in served.relationships if r.source == database} == {
        ("RUNS_ON", "software_instance:unit:mariadb.service"),
        ("PROVIDED_BY", "software_instance:unit:mariadb.service"),
    }
    assert [r.attributes["databases"] for r in used.relationships] == [["shop"]]
