"""What the configuration of known applications says, in usual and in odd files, and in hostile ones."""

import os
from pathlib import Path
from typing import Any, cast

import pytest

from discovery_agent.host.application import POOL, REPLICATION, Configured, Started
from discovery_agent.host.application_facts import MemberReading, PoolReading
from discovery_agent.host.application_readings import read_applications, recognised
from discovery_agent.host.applications import apache, haproxy, mysql, nginx, postgresql, redis
from discovery_agent.host.collector import Collector, Reading
from discovery_agent.host.collectors import applications, endpoints
from discovery_agent.host.configuration import MAX_FILE_BYTES, ConfigurationFiles
from discovery_agent.host.connection_kinds import ConnectionKinds, members_of
from discovery_agent.host.machine import Machine
from discovery_agent.host.package_databases import Package
from discovery_agent.host.places import url_places
from discovery_agent.host.recognition import application_of, known_applications
from discovery_agent.host.service_configuration import configure as configure_service
from discovery_agent.host.syntax_blocks import read_blocks
from graph_schema.report import Ref, Section, Target
from tests.discovery_agent.host.fake_root import FakeProcess, make

SECRET = "hunter2-Zx9"  # noqa: S105 - of nobody
ANYBODYS = "/dev/shm/postgres"  # noqa: S108 - nothing is there
NGINX = """
events { worker_connections 256; }
http {
  upstream shop {
    least_conn; server 10.0.0.11:8080 max_fails=3; server 10.0.0.12:8080; server 10.0.0.13 down; server app3 backup;
  }
  upstream unused { server 10.0.9.9:80; }
  include sites/*.conf; # and more
}
"""
SITE = """
server {
  listen 443 ssl; server_name shop.example www.shop.example _;
  location / { proxy_pass http://shop; }
  location /api { proxy_pass "https://api.example/v1?x={1}"; }
  location ~ \\.php$ { fastcgi_pass unix:/run/php/php-fpm.sock; }
  location /kept { memcached_pass 10.0.0.31:11211; }
  location /any { proxy_pass http://$host:8080; }
}
"""
HAPROXY = """
global
  log 10.0.0.9:514 local0
frontend web
  bind :80
  acl few nbsrv(app) lt 2
  monitor fail if few
  use_backend "odd name" if { path /odd }
  default_backend app
backend app
  option httpchk GET /health
  server a 10.0.0.1:80 check weight 10
  server b [fd00::2]:80 check
  server c 10.0.0.3:80 check backup
  server d 10.0.0.4:80 disabled
backend nobody
  server e 10.0.0.5:80
listen db
  server f 10.0.0.6:5432
  server g 10.0.0.7:5432
"""


def files_of(root: Path, **files: str | bytes) -> ConfigurationFiles:
    return ConfigurationFiles(make(root, {name.replace("__", "/"): content for name, content in files.items()}))


def places(configured: Configured) -> dict[tuple[str, int], tuple[str, str]]:
    return {(need.host, need.port): (need.purpose, need.strength) for need in configured.needs}


def test_an_upstream_that_is_used_is_a_pool_and_everything_else_is_needed_by_itself(tmp_path: Path) -> None:
    system = make(tmp_path, {"etc/nginx/nginx.conf": NGINX, "etc/nginx/sites/a.conf": SITE})

    found = nginx.configure(Started(("nginx",)), ConfigurationFiles(system))

    (pool,) = found.pools
    assert [(*member[:2], member.is_backup) for member in pool.members] == [
        ("10.0.0.11", 8080, False),
        ("10.0.0.12", 8080, False),
        ("app3", 80, True),
    ]
    assert (pool.name, pool.k) == ("shop", 1)
    assert "max_fails=3" in pool.reason
    assert places(found) == {
        ("api.example", 443): ("", "hard"),
        ("/run/php/php-fpm.sock", 0): ("", "hard"),
        ("10.0.0.31", 11211): ("cache", "soft"),
    }
    assert found.serves == ("shop.example", "www.shop.example")
    assert found.files == ("/etc/nginx/nginx.conf", "/etc/nginx/sites/a.conf")


def test_a_backend_needs_as_many_servers_as_its_frontend_says(tmp_path: Path) -> None:
    system = make(tmp_path, {"etc/haproxy/haproxy.cfg": HAPROXY})

    found = haproxy.configure(Started(("haproxy", "-db")), ConfigurationFiles(system))

    pools = {pool.name: pool for pool in found.pools}
    assert {name: pool.k for name, pool in pools.items()} == {"app": 2, "db": 1}
    assert [member[:2] for member in pools["app"].members] == [("10.0.0.1", 80), ("fd00::2", 80), ("10.0.0.3", 80)]
    assert "without checks" in pools["db"].reason
    assert places(found) == {("10.0.0.9", 514): ("logging", "soft")}


@pytest.mark.parametrize(
    ("conninfo", "primaries"),
    [
        (f"user=r password=''{SECRET}'' host=db1.example port=5433 sslmode=prefer", [("db1.example", 5433)]),
        (f"postgresql://r:{SECRET}@db1,[fd00::1]:5433/postgres?sslmode=require", [("db1", 5432), ("fd00::1", 5433)]),
        ("host=db1,db2 port=5432,5433 target_session_attrs=read-write", [("db1", 5432), ("db2", 5433)]),
        ("host=db1 hostaddr=10.0.0.1", [("10.0.0.1", 5432)]),
        ("host=/run/postgresql", []),
        (f"postgresql://r:a/{SECRET}@db1/x", []),  # a password that ends the host: nothing is guessed
    ],
)
def test_a_standby_copies_from_the_servers_of_its_connection_string(
    tmp_path: Path, conninfo: str, primaries: list[tuple[str, int]]
) -> None:
    files = {
        "etc/pg/main.conf": "data_directory = '/data' # here\ninclude_dir 'more'\n",
        "etc/pg/more/a.conf": "cluster_name = 'it''s main'\nport 5440\n",
        "data/postgresql.auto.conf": f"primary_conninfo = '{conninfo}'\n",
        "data/standby.signal": "",
    }
    started = Started(("postgres", "-D", "/elsewhere", "-c", "config_file=/etc/pg/main.conf"))

    found = postgresql.configure(started, ConfigurationFiles(make(tmp_path, files)))
    (tmp_path / "data/standby.signal").unlink()
    promoted = postgresql.configure(started, ConfigurationFiles(make(tmp_path, {})))

    assert [(need.host, need.port, need.purpose) for need in found.needs] == [(*p, REPLICATION) for p in primaries]
    assert (found.instance, found.data_directory) == ("it's main", "/data")
    assert "/run/postgresql/.s.PGSQL.5440" in found.sockets
    assert SECRET not in repr(found)
    assert promoted.needs == ()


def test_a_replica_of_mariadb_copies_from_whom_its_data_names(tmp_path: Path) -> None:
    master = f"33\nbin.000001\n4\n10.0.0.8\nrepl\n{SECRET}\n3307\n60"
    files = {
        "etc/mysql/my.cnf": "[client]\nport=1\n[mariadbd]\ndatadir = /data\n!includedir /etc/mysql/conf.d/\n",
        "etc/mysql/conf.d/a.cnf": "[mysqld]\nsocket=/run/odd.sock\nwsrep-cluster-address=gcomm://10.0.0.2,10.0.0.3\n",
        "data/master.info": master,
    }

    found = mysql.configure(Started(("mariadbd",)), ConfigurationFiles(make(tmp_path, files)))

    assert places(found)["10.0.0.8", 3307] == (REPLICATION, "")
    assert {("10.0.0.2", 4567), ("10.0.0.3", 4567)} <= places(found).keys()
    assert (found.data_directory, found.sockets) == ("/data", ("/run/odd.sock",))
    assert SECRET not in repr(found)


def test_of_several_instances_of_redis_the_one_whose_port_is_listened_on_counts(tmp_path: Path) -> None:
    files = {
        "etc/redis/a.conf": "port 6379\ndir /a\n",
        "etc/redis/b.conf": f"include /etc/redis/common.inc\nport 6380\nmasterauth {SECRET}\nreplicaof cache1 6379\n",
        "etc/redis/common.inc": "include /etc/redis/b.conf\ndir /b\n",
    }
    title = "/usr/bin/redis-server 0.0.0.0:6380"
    started = Started((title,), ports=frozenset((6380,)), title=title)

    found = redis.configure(started, ConfigurationFiles(make(tmp_path, files)))

    assert places(found) == {("cache1", 6379): (REPLICATION, "")}
    assert found.data_directory == "/b"
    assert SECRET not in repr(found)


def test_a_service_needs_what_its_own_files_name_as_much_as_they_say(tmp_path: Path) -> None:
    files = {
        "etc/shop/shop.json": '{"listen": {"host": "0.0.0.0", "port": 8080}, "needs": ['
        '{"type": "postgresql", "host": "db1", "port": 5432, "required": true, "password": "' + SECRET + '"},'
        '{"type": "redis", "host": "cache1", "port": 6379, "optional": true}]}',
        "srv/shop/.env": f"DATABASE_URL='mysql://u:{SECRET}@db2/shop'\nCACHE_HOST=mem1\nCACHE_PORT=11211\nPIN=admin:1234\n",
        "srv/shop/config/app.yml": "search:\n  nodes:\n    - es1:9200\n    - es2:9200\nhome: https://example.com/\n",
    }
    started = Started(("/usr/bin/python3", "-B", "/opt/shop/shop.py", "/etc/shop/shop.json"), "/srv/shop")

    found = configure_service(started, ConfigurationFiles(make(tmp_path, files)))

    certain = {place: told for place, told in places(found).items() if place[0] in ("db1", "db2", "cache1")}
    assert certain == {("db1", 5432): ("", "hard"), ("db2", 3306): ("", ""), ("cache1", 6379): ("", "soft")}
    assert places(found)["mem1", 11211] == ("cache", "soft")
    uncertain = {(need.host, need.port) for need in found.needs if not need.is_certain}
    assert {("es1", 9200), ("es2", 9200), ("example.com", 443)} <= uncertain
    assert not any(need.host == "admin" for need in found.needs)
    assert ("8080", True) not in {(str(need.port), need.is_certain) for need in found.needs}
    assert SECRET not in repr(found)


def test_hostile_files_are_refused_and_told(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            "etc/nginx/nginx.conf": "include big binary pipe gone; include *.conf; " + "a { " * 5000,
            "etc/nginx/loop.conf": "include nginx.conf; include loop.conf;" * 50,
            "etc/nginx/big": b"x" * (MAX_FILE_BYTES + 1),
            "etc/nginx/binary": b"upstream\0{",
        },
    )
    os.mkfifo(tmp_path / "etc/nginx/pipe")
    files = ConfigurationFiles(make(tmp_path, {}))

    found = nginx.configure(Started(("nginx",)), files)

    assert found.pools == ()
    assert files.problems == {
        "/etc/nginx/big": "larger than 1024 KiB",
        "/etc/nginx/binary": "binary, so no configuration",
        "/etc/nginx/pipe": "no regular file",
    }


def test_paths_without_an_end_lead_nowhere_and_take_no_time_without_an_end(tmp_path: Path) -> None:
    files = ConfigurationFiles(make(tmp_path, {"etc/a": "x"}), ["/mnt"])

    assert files.matching("/etc/" + "*a" * 400_000) == []
    assert files.matching("/" + "a/" * 400_000 + "*") == []
    assert files.text("/" + "a/" * 400_000) is None


def test_urls_in_a_list_are_each_one_and_their_schemes_no_hosts() -> None:
    found = url_places(f"redis://a:6379,rediss://u:{SECRET}@b:6380/0,http://c,d:81")

    assert [(url.scheme, *url.place) for url in found] == [
        ("redis", "a", 6379),
        ("rediss", "b", 6380),
        ("http", "c", 80),
        ("http", "d", 81),
    ]


@pytest.mark.parametrize("password", ["12;34", "2024)x", "7'x", "12/x", "12#x"])
def test_no_part_of_a_password_is_a_host_or_port(password: str) -> None:
    assert url_places(f"mysql://shop:{password}@db1/shop (redis://a:1);redis://u:p@b:2") == url_places(
        "redis://a:1 redis://b:2"
    )


def test_comments_in_blocks_are_passed_over_and_one_without_an_end_is_none(tmp_path: Path) -> None:
    text = "a /* { */ b { c '/* x'; } /*/ d */ e; " + "/* " * 300_000 + "f;"

    tree, _ = read_blocks("/a", ConfigurationFiles(make(tmp_path, {"a": text})))

    assert [entry.words[:2] for entry in tree.block] == [("a", "b"), ("e",), ("/*", "/*")]
    assert [entry.words for entry in tree.block[0].block] == [("c", "/* x")]


def test_of_the_check_of_a_backend_only_method_and_path_are_told(tmp_path: Path) -> None:
    for check in (
        f"GET /up?key={SECRET} HTTP/1.1\\r\\nAuthorization:\\ Basic\\ {SECRET}",
        f"/up?key={SECRET}",
    ):
        text = f"listen a\n option httpchk {check}\n server b 10.0.0.1:80 check\n"
        found = haproxy.configure(
            Started(("haproxy",)), ConfigurationFiles(make(tmp_path, {"etc/haproxy/haproxy.cfg": text}))
        )

        assert "/up and passes" in found.pools[0].reason
        assert SECRET not in repr(found)


def test_an_include_of_what_no_disk_holds_stops_nothing(tmp_path: Path) -> None:
    system = make(tmp_path, {"etc/nginx/nginx.conf": "include loop/*.conf; include memory null kernel; "})
    (tmp_path / "etc/nginx/loop").symlink_to("loop")
    for name, path in {"memory": "/proc/self/mem", "null": "/dev/null", "kernel": "/proc/version"}.items():
        (tmp_path / "etc/nginx" / name).symlink_to(path)
    files = ConfigurationFiles(system)

    nginx.configure(Started(("nginx",)), files)

    assert files.problems.keys() == {"/etc/nginx/loop", "/etc/nginx/null"}
    assert files.text("/etc/nginx/kernel") == ""


def test_what_is_included_again_and_again_is_given_within_a_bound(tmp_path: Path) -> None:
    text = "include nginx.conf; " * 20 + " " * (MAX_FILE_BYTES - 400)
    files = ConfigurationFiles(make(tmp_path, {"etc/nginx/nginx.conf": text}))

    nginx.configure(Started(("nginx",)), files)

    assert files.problems == {"/etc/nginx/nginx.conf": "more configuration than is read of one machine"}


def test_a_process_is_known_by_its_executable_whatever_it_calls_itself(tmp_path: Path) -> None:
    forged = FakeProcess(11, "nginx", ("nginx: master process /usr/sbin/nginx",), executable="/opt/evil/miner")
    copied = FakeProcess(12, "postgres", ("postgres",), executable=ANYBODYS, cgroup="0::/system.slice/b.service\n")
    renamed = FakeProcess(
        13, "kworker", ("[kworker]",), executable="/usr/sbin/nginx", cgroup="0::/system.slice/c.service\n"
    )
    for process in (forged, copied, renamed):
        process.write(tmp_path)
    machine = Machine(make(tmp_path, {"proc/self/mountinfo": ""}, {"proc/self/ns/net": "net:[1]"}))

    known = {process["pid"]: application_of(process) for process in machine.activity["processes"]}

    assert [entry and entry.name for _, entry in sorted(known.items())] == [None, None, "nginx"]


def test_nothing_is_read_where_it_may_not_be(tmp_path: Path) -> None:
    FakeProcess(11, "nginx", ("nginx",), executable="/usr/sbin/nginx").write(tmp_path)
    system = make(
        tmp_path,
        {"etc/nginx/nginx.conf": NGINX, "proc/self/mountinfo": "", "etc/hosts": "10.0.0.14 app3\n"},
        {"proc/self/ns/net": "net:[1]"},
    )

    readings = [Machine(system, reads_configuration=may).activity.get("applications") for may in (True, False)]

    allowed, forbidden = (reading for reading in readings if reading is not None)

    assert [entry["application"] for entry in forbidden["found"]] == ["nginx"]
    assert (forbidden["found"][0]["files"], forbidden["found"][0]["pools"]) == ([], [])
    assert allowed["found"][0]["files"] == ["/etc/nginx/nginx.conf"]


def test_every_application_is_declared_once_and_says_how_it_is_recognised() -> None:
    names = [entry.name for entry in known_applications()]

    assert len(names) == len(set(names))
    assert all(entry.executables and entry.product for entry in known_applications())
    assert all(pattern.startswith("/") for entry in known_applications() for pattern in entry.patterns)
    begins = [one[:1] for entry in known_applications() for one in entry.executables]
    assert all(first.isalpha() for first in begins), "files are looked for by how the name of an executable begins"


def test_configuration_that_is_not_understood_is_told_and_stops_nothing(tmp_path: Path) -> None:
    service = FakeProcess(11, "python3", ("python3", "/srv/a.py", "/etc/a.json"), executable="/usr/bin/python3.11")
    service.write(tmp_path)
    system = make(tmp_path, {"etc/a.json": "[" * 200_000, "proc/self/mountinfo": ""}, {"proc/self/ns/net": "net:[1]"})
    activity = Machine(system).activity

    found = read_applications(system, activity, recognised(activity), (), far=())

    assert [(entry["application"], entry["needs"]) for entry in found["found"]] == [("python", [])]
    assert found["problems"] == []


def test_a_package_of_the_machine_is_not_that_of_a_container_or_of_what_was_built_there(tmp_path: Path) -> None:
    container = f"0::/system.slice/docker-{'a' * 64}.scope\n"
    FakeProcess(11, "nginx", ("nginx",), executable="/usr/sbin/nginx").write(tmp_path)
    FakeProcess(12, "nginx", ("nginx",), executable="/usr/sbin/nginx", cgroup=container).write(tmp_path)
    FakeProcess(13, "nginx", ("nginx",), executable="/usr/local/nginx/sbin/nginx", cgroup="0::/b.slice\n").write(
        tmp_path
    )
    system = make(tmp_path, {"proc/self/mountinfo": ""}, {"proc/self/ns/net": "net:[1]"})
    activity = Machine(system).activity
    installed: Package = {"name": "nginx", "version": "1.18.0-6", "architecture": "", "source": None, "kind": "deb"}

    found = read_applications(system, activity, recognised(activity), [installed], far=())["found"]

    assert sorted(entry["package"] for entry in found) == [[], [], ["nginx", "1.18.0-6", "deb"]]


def test_a_server_with_addresses_of_both_protocols_is_one_member_of_a_pool() -> None:
    def member(*addresses: str) -> MemberReading:
        return {"host": "a", "addresses": list(addresses), "port": 80, "is_backup": False}

    pool: PoolReading = {"name": "p", "members": [], "file": "", "k": 1, "reason": ""}

    assert members_of({**pool, "members": [member("::1", "127.0.0.1")]}) == [("127.0.0.1", 80)]
    assert members_of({**pool, "members": [member("fd00::1"), member("10.0.0.1", "10.0.0.2")]}) == [
        ("fd00::1", 80),
        ("10.0.0.1", 80),
        ("10.0.0.2", 80),
    ]


def test_stores_of_other_environments_and_of_examples_are_not_needed_for_certain(tmp_path: Path) -> None:
    url = "postgres://u@db1/shop"
    files = {
        "srv/shop/config.example.yml": f"url: {url}\n",
        "srv/shop/config/database.yml": f"test:\n  url: {url}\nproduction:\n  url: {url.replace('db1', 'db2')}\n",
    }

    found = configure_service(Started(("python3", "a.py"), "/srv/shop"), ConfigurationFiles(make(tmp_path, files)))

    assert {(need.host, need.is_certain) for need in found.needs} == {("db1", False), ("db2", True)}


def test_nothing_below_a_mount_that_may_hang_is_touched_not_by_a_link_either(tmp_path: Path) -> None:
    links = {"etc/app": "../srv/nas/app", "etc/round": "round", "etc/near": "real"}
    system = make(tmp_path, {"srv/nas/app/a.conf": "x", "etc/real/a.conf": "near"}, links)
    files = ConfigurationFiles(system, ["/srv/nas"])

    assert [files.text(f"{folder}/a.conf") for folder in ("/srv/nas/app", "/etc/app", "/etc/round")] == [None] * 3
    assert (files.matching("/etc/app/*"), files.matching("/srv/*/app/*")) == ([], [])
    assert files.matching("/etc/ne*/*") == ["/etc/near/a.conf"]
    assert files.text("/etc/near/a.conf") == "near"


VRRP = """vrrp_script chk { script "/usr/bin/killall -0 nginx" }
vrrp_instance VI_1 { virtual_router_id 51
 virtual_ipaddress { 10.0.0.100/24 dev eth0 } }
"""


def test_what_answers_at_a_virtual_address_is_the_group_of_those_that_keep_it(tmp_path: Path) -> None:
    FakeProcess(7, "nginx", ("nginx",), executable="/usr/sbin/nginx", sockets=(70, 71), cgroup="0::/n.service\n").write(
        tmp_path
    )
    keeper = FakeProcess(8, "keepalived", ("keepalived",), executable="/usr/sbin/keepalived", cgroup="0::/k.service\n")
    keeper.write(tmp_path)
    rest = "00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0"
    files = {
        "etc/keepalived/keepalived.conf": VRRP,
        "proc/net/tcp": f"head\n 0: 6400000A:0050 {rest} 70 1\n 1: 00000000:01BB {rest} 71 1\n",
    }
    machine = Machine(make(tmp_path, files, {"proc/self/ns/net": "net:[1]"}))
    told: dict[str, Section] = {}
    asked: list[Collector[Any]] = [endpoints.collector, applications.collector]
    for collector in asked:
        reading = collector.read(machine)
        assert isinstance(reading, Reading)
        told[collector.name] = Section(collector.name)
        collector.interpret(reading.facts, told[collector.name], Ref("server:self"))

    ends = {name: {(r.source, r.type, r.target) for r in section.relationships} for name, section in told.items()}
    kept = "redundancy_group:virtual_address:51/10.0.0.100"
    nginx = next(ref for ref, ci in told["applications"].cis.items() if ci.attributes.get("application") == "nginx")
    at_own = "endpoint:10.0.0.100|80|tcp"
    assert {(at_own, "PROVIDED_BY", f"{kept}:80/tcp"), (f"{kept}:443/tcp", "HAS_MEMBER", nginx)} <= ends["applications"]
    assert {(f"{kept}:80/tcp", "DEPENDS_ON", kept), ("ip_address:10.0.0.100", "ASSIGNED_TO", kept)} <= ends[
        "applications"
    ]
    assert "as it is watched" in str(told["applications"].cis[Ref(f"{kept}:80/tcp")].attributes["k_reason"])
    assert not any(end[:2] == (at_own, "PROVIDED_BY") for end in ends["endpoints"])
    assert ("endpoint:0.0.0.0|443|tcp", "PROVIDED_BY", nginx) in ends["endpoints"]


APACHE = """LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
<IfModule mod_ssl.c>
 ServerName tls.example
 <IfModule !mod_gnutls.c>
  ServerAlias both.example
 </IfModule>
</IfModule>
<IfModule mod_proxy.c>
 ProxyPass / http://10.0.0.1:8080/
 Include /etc/apache2/more.conf
</IfModule>
<IfDefine STAGE>
 ServerAlias stage.example
</IfDefine>
<IfDefine !LIVE>
 ServerAlias dead.example
</IfDefine>
ServerAlias last.example
"""


def test_apache_passes_over_what_is_for_modules_and_definitions_that_are_not_there(tmp_path: Path) -> None:
    files = {"etc/apache2/apache2.conf": APACHE, "etc/apache2/more.conf": "ServerAlias never.example\n"}
    started = Started(("apache2", "-D", "STAGE", "-DLIVE"))

    found = apache.configure(started, ConfigurationFiles(make(tmp_path, files)))

    assert found.serves == ("tls.example", "both.example", "stage.example", "last.example")
    assert (found.needs, found.files) == ((), ("/etc/apache2/apache2.conf",))


def test_of_a_folder_without_end_only_some_names_are_looked_at(tmp_path: Path) -> None:
    system = make(tmp_path, {f"etc/many/{number}.conf": "" for number in range(30)})

    assert len(system.some_names_in("/etc/many", 10)) == 10
    assert system.some_names_in("/etc/many", 99) == system.names_in("/etc/many")
    assert system.some_names_in("/etc/none", 9) == []


def test_a_name_with_several_addresses_is_a_group_and_none_of_them_is_needed_by_itself() -> None:
    need = {"host": "db.example", "port": 5432, "file": "/etc/shop.json", "purpose": "", "strength": "", "reason": ""}
    both = {**need, "addresses": ["10.0.0.1", "10.0.0.2", "fd00::1"], "is_certain": True}
    empty: dict[str, list[str]] = {name: [] for name in ("package", "pools", "serves", "sockets", "files")}
    texts = dict.fromkeys(("application", "product", "traffic", "version", "instance", "data_directory"), "")
    found = {"found": [{"program": "unit:shop", **empty, **texts, "needs": [both]}], "problems": [], "is_denied": False}
    section = Section("applications")
    facts: Any = {"applications": found, "endpoints": {}, "machine": "m", "host_name": "h", "publisher": ""}

    applications.collector.interpret(facts, section, Ref("server:self"))
    kinds = ConnectionKinds(cast("Any", {"applications": found}), {})

    group = "redundancy_group:dns_name:m/db.example:5432"
    assert section.cis[Ref(group)].attributes["k"] == 1
    members = [entry.target for entry in section.relationships if entry.type == "HAS_MEMBER"]
    assert [member.attributes["address"] for member in members if isinstance(member, Target)] == [
        "10.0.0.1",
        "10.0.0.2",
    ]
    assert kinds.of("unit:shop", "10.0.0.2", 5432).purpose == POOL
    assert kinds.unseen("unit:shop", []) == {}
