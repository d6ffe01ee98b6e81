"""Configuration as it is also written: in other places, several files and short forms, or at the start."""

import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from discovery_agent.host.application import Configured, Started
from discovery_agent.host.collectors import applications
from discovery_agent.host.configuration import ConfigurationFiles
from discovery_agent.host.image_versions import version_of
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.machine import Machine
from discovery_agent.host.program_names import base_name
from discovery_agent.host.recognition import known_applications, product_of
from discovery_agent.host.syntax_yaml import tree_of
from discovery_agent.runner import interpreted
from graph_schema.report import Ref
from tests.discovery_agent.host.fake_root import FakeProcess, make
from tests.discovery_agent.host.test_more_applications import running

KNOWN = {entry.name: entry for entry in known_applications()}
SECRET = "hunter2-Zx9"  # noqa: S105 - of nobody


class Case(NamedTuple):
    """What an application is started with, its files, and what these say: needs, members of pools, k of pools."""

    application: str
    command: str
    files: dict[str, str]
    needs: Mapping[str, str] = MappingProxyType({})
    pools: Mapping[str, list[str]] = MappingProxyType({})
    k: int = 1
    also: str = ""
    ports: tuple[int, ...] = ()


def answer(case: Case, root: Path) -> Configured:
    configure = KNOWN[case.application].configure
    assert configure is not None
    files = ConfigurationFiles(make(root, {path.lstrip("/"): text for path, text in case.files.items()}))
    return configure(Started(tuple(case.command.split()), ports=frozenset(case.ports)), files)


def check(case: Case, root: Path) -> None:
    found = answer(case, root)

    assert {f"{need.host}:{need.port}": need.strength or need.purpose for need in found.needs} == dict(case.needs)
    members = {pool.name: [f"{member.host}:{member.port}" for member in pool.members] for pool in found.pools}
    assert members == dict(case.pools)
    assert {pool.k for pool in found.pools} <= {case.k}
    assert case.also in repr(found)
    assert SECRET not in repr(found)


PROXIES = (
    Case(
        "nginx",
        "nginx -p /srv/n/ -c odd.conf",
        {
            "/srv/n/odd.conf": "http { upstream a { server a1:81; server a2:81; }"
            " map $host $to { default a; x http://x.example:8080; }"
            " server { set $up c.example; location / { proxy_pass http://$to; } location /c { proxy_pass"
            " https://${up}:8443/x; } location /u { proxy_pass http://$unknown; } } }"
        },
        {"x.example:8080": "hard", "c.example:8443": "hard"},
        {"a": ["a1:81", "a2:81"]},
        also="odd.conf",
    ),
    Case(
        "nginx",
        "/usr/local/nginx/sbin/nginx",
        {"/usr/local/nginx/conf/nginx.conf": "http { server { location / { proxy_pass http://10.0.0.1:8080; } } }"},
        {"10.0.0.1:8080": "hard"},
    ),
    Case(
        "haproxy",
        "haproxy -f /etc/haproxy/haproxy.cfg",
        {
            "/etc/haproxy/haproxy.cfg": "defaults\n default-server check inter 2s\nlisten pg\n bind :5432,:::5432\n"
            " server p1 10.0.0.9\n server p2 ipv4@10.0.0.8:5433\n server p3 10.0.0.7 disabled\nfrontend f\n"
            " bind :80\n default_backend b\nbackend b\n server-template web 1-3 web.example:8080 check\n"
        },
        {"web.example:8080": "hard"},
        {"pg": ["10.0.0.9:5432", "10.0.0.8:5433"]},
        also="checks the servers of pg",
    ),
    Case(
        "keepalived",
        "keepalived -n",
        {
            "/etc/keepalived/keepalived.conf": "virtual_server 10.0.0.100 80 {\n quorum 2\n sorry_server 10.0.0.99 80\n"
            " real_server 10.0.0.1 80 {\n weight 1\n }\n real_server 10.0.0.2 80 { }\n real_server 10.0.0.3 80 { }\n}\n"
        },
        pools={"10.0.0.100:80": ["10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80"]},
        k=2,
        also="(quorum)",
    ),
    Case(
        "apache",
        "apache2 -k start",
        {
            "/etc/apache2/apache2.conf": "RewriteRule ^/z(.*)$ http://10.0.0.3:8080$1 [P,L]\n"
            "RewriteRule ^/n http://n.example/ [R,L]\n"
            'SetHandler "proxy:unix:/run/php/php8.2-fpm.sock|fcgi://localhost"\nSetHandler application/x-httpd-php\n'
            f'AuthLDAPURL "ldap://ldap.example/dc=x?uid"\nAuthLDAPBindPassword {SECRET}\n'
            'ProxyPassMatch "^/(.*)$" "fcgi://10.0.0.4:9000/srv/$1"\n'
        },
        {
            "10.0.0.3:8080": "hard",
            "/run/php/php8.2-fpm.sock:0": "hard",
            "ldap.example:389": "soft",
            "10.0.0.4:9000": "hard",
        },
    ),
    Case(
        "envoy",
        "envoy -c /etc/envoy/envoy.yaml",
        {
            "/etc/envoy/envoy.yaml": "static_resources:\n  clusters:\n  - name: a\n    load_assignment:\n"
            "      endpoints:\n"
            "      - lb_endpoints:\n"
            "        - endpoint: {address: {socket_address: {address: 10.0.0.1, port_value: 80}}}\n"
            "        - endpoint:\n            address:\n"
            "              socket_address: { address: b.example, port_value: 81 }\n"
        },
        pools={"a": ["10.0.0.1:80", "b.example:81"]},
    ),
    Case(
        "traefik",
        "traefik --configFile=/srv/t/traefik.yml",
        {
            "/srv/t/traefik.yml": "providers:\n  file:\n    directory: /srv/t/dynamic\n",
            "/srv/t/dynamic/a.toml": '[tcp.services.pg.loadBalancer]\nservers = [{address = "10.0.0.1:5432"}]\n',
            "/srv/t/dynamic/b.yml": "http:\n  services:\n    w:\n      loadBalancer:\n        healthCheck:\n"
            "          path: /h\n        servers:\n        - url: http://10.0.0.3\n        - url: http://10.0.0.4\n",
        },
        pools={"pg": ["10.0.0.1:5432"], "w": ["10.0.0.3:80", "10.0.0.4:80"]},
        also="passes over those that fail",
    ),
)


@pytest.mark.parametrize("case", PROXIES, ids=[case.application for case in PROXIES])
def test_whom_a_proxy_passes_requests_to_however_that_is_written(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)


OTHERS = (
    Case(
        "etcd",
        "/usr/bin/etcd",
        {"/etc/default/etcd": 'ETCD_NAME="e1"\nETCD_INITIAL_CLUSTER="e1=http://10.0.0.1:2380,e2=http://e2:2380"\n'},
        {"10.0.0.1:2380": "", "e2:2380": ""},
        also="instance='e1'",
    ),
    Case(
        "etcd",
        "etcd --name e2",
        {"/etc/default/etcd": 'ETCD_NAME="e1"\nETCD_INITIAL_CLUSTER="e1=http://10.0.0.1:2380"\n'},
        {"10.0.0.1:2380": ""},
        also="instance='e2'",
    ),
    Case(
        "etcd",
        "etcd --config-file=/srv/etcd.yml",
        {"/srv/etcd.yml": "name: e1\ndata-dir: /data\ninitial-cluster: e1=http://10.0.0.1:2380\n"},
        {"10.0.0.1:2380": ""},
        also="data_directory='/data'",
    ),
    Case(
        "consul",
        "consul agent -config-dir=/etc/consul.d/ -retry-join=10.0.0.3 -retry-join 10.0.0.4:8391",
        {
            "/etc/consul.d/consul.hcl": f'data_dir = "/opt/consul"\nencrypt = "{SECRET}"\n# retry_join = ["no"]\n'
            'retry_join = [\n  "10.0.0.1",\n  "provider=aws tag_key=x",\n]\n'
        },
        {"10.0.0.1:8301": "", "10.0.0.3:8301": "", "10.0.0.4:8391": ""},
        also="/opt/consul",
    ),
    Case("mongodb", "mongos --configdb cfg/c1:27019,c2", {}, {"c1:27019": "", "c2:27019": ""}),
    Case(
        "kafka",
        "java kafka.Kafka /opt/kafka/config/server.properties",
        {"/opt/kafka/config/server.properties": "node.id=3\ncontroller.quorum.bootstrap.servers=k1:9093,k2:9094\n"},
        {"k1:9093": "", "k2:9094": ""},
    ),
    Case(
        "redis",
        "redis-server",
        {"/etc/redis/redis.conf": f"port 0\ntls-port 6390\nreplicaof 10.0.0.1 6379\nmasterauth {SECRET}\n"},
        {"10.0.0.1:6379": "replication"},
        ports=(6390,),
    ),
    Case(
        "redis",
        "redis-sentinel",
        {"/etc/redis/sentinel.conf": "port 26379\nsentinel monitor a r1 6379 2\nsentinel monitor b r2 6380 2\n"},
        {"r1:6379": "soft", "r2:6380": "soft"},
        ports=(26379,),
    ),
    Case(
        "mysql",
        "mariadbd",
        {"/var/lib/mysql/master-west.info": f"33\nlog\n4\n10.0.0.8\nrepl\n{SECRET}\n3307\n60\n"},
        {"10.0.0.8:3307": "replication"},
    ),
    Case(
        "bind",
        "named -c /etc/bind/named.conf",
        {
            "/etc/bind/named.conf": "primaries here port 5300 { 10.0.0.1 key k; 10.0.0.2 port 5301; more; };\n"
            "masters more { 10.0.0.3; here; };\nzone a { type secondary; primaries { here; }; };\n"
            "zone b { type slave; masters port 5353 { 10.0.0.9; unknown; }; };\n"
        },
        {
            "10.0.0.1:5300": "replication",
            "10.0.0.2:5301": "replication",
            "10.0.0.3:53": "replication",
            "10.0.0.9:5353": "replication",
        },
    ),
    Case(
        "openldap",
        "slapd -u ldap -h ldap:///",
        {
            "/etc/openldap/slapd.d/cn=config/olcDatabase={2}mdb.ldif": "olcDbDirectory: /srv/ldap\n"
            f"olcSyncrepl: {{0}}rid=1 provider=ldap://ldap1.example\n  credentials={SECRET}\n"
        },
        {"ldap1.example:389": "replication"},
        also="/srv/ldap",
    ),
    Case(
        "unbound",
        "unbound -d",
        {"/etc/unbound/unbound.conf": "stub-zone:\n stub-addr: 10.0.0.53@54\nauth-zone:\n primary: 10.0.0.54\n"},
        {"10.0.0.53:54": "soft", "10.0.0.54:53": "replication"},
    ),
    Case(
        "rabbitmq",
        "beam.smp -rabbit",
        {"/etc/rabbitmq/rabbitmq.conf": "auth_ldap.servers.1 = ldap1\nauth_ldap.port = 636\n"},
        {"ldap1:636": "hard"},
    ),
    Case(
        "postfix",
        "/usr/lib/postfix/sbin/master -w",
        {
            "/etc/postfix/main.cf": "smtpd_milters =\n  inet:10.0.0.7:8891,\n  unix:/run/x\n"
            "milter_default_action = accept\n"
            "content_filter = smtp-amavis:[10.0.0.8]:10024\nvirtual_transport = lmtp:inet:mda.example:24\n"
            "mailbox_transport = lmtp:unix:private/lmtp\n"
            "virtual_mailbox_domains = a.example, mysql:/etc/postfix/no.cf\n"
            "virtual_mailbox_maps = proxy:mysql:/etc/postfix/users.cf\nalias_maps = ldap:/etc/postfix/ldap.cf\n",
            "/etc/postfix/users.cf": f"password = {SECRET}\nhosts = db1 inet:db2:3307 unix:/run/x\ndbname = mail\n",
            "/etc/postfix/ldap.cf": f"server_host = ldap://ldap1.example\nbind_pw = {SECRET}\n",
        },
        {
            "10.0.0.7:8891": "soft",
            "10.0.0.8:10024": "hard",
            "mda.example:24": "hard",
            "db1:3306": "soft",
            "db2:3307": "soft",
            "ldap1.example:389": "hard",
        },
        also="serves=('a.example',)",
    ),
    Case(
        "grafana",
        "grafana server",
        {"/etc/grafana/provisioning/datasources/p.yaml": "datasources:\n- name: P\n  url: http://prom:9090\n"},
        {"prom:9090": "soft"},
        also="/var/lib/grafana",
    ),
    Case(
        "kubelet",
        "k3s agent",
        {"/etc/rancher/k3s/config.yaml": f"server: https://10.0.0.1:6443\ntoken: {SECRET}\n"},
        {"10.0.0.1:6443": "soft"},
    ),
    Case(
        "tomcat",
        "java -Dcatalina.base=/opt/t org.apache.catalina.startup.Bootstrap start",
        {
            "/opt/t/conf/context.xml": f'<R url="jdbc:oracle:thin:u/{SECRET}@//ora1:1521/S"/>\n'
            '<R url="jdbc:oracle:thin:@ora2:1522:X"/>'
        },
        {"ora1:1521": "", "ora2:1522": ""},
    ),
    Case(
        "java",
        "java -Ddb.url=jdbc:postgresql://db1:5433/shop -jar a.jar --cache.host=c1 --cache.port=11211"
        " --host=0.0.0.0 amqp://mq1/x",
        {},
        {"db1:5433": "", "c1:11211": "soft", "mq1:5672": ""},
    ),
    Case(
        "docker", "dockerd -H fd://", {"/etc/docker/daemon.json": '{"data-root": "/srv/docker"}'}, also="'/srv/docker'"
    ),
    Case(
        "containerd",
        "containerd",
        {"/etc/containerd/config.toml": 'root = "/srv/c"\n[x]\nroot = "/no"\n'},
        also="'/srv/c'",
    ),
)


@pytest.mark.parametrize("case", OTHERS, ids=[case.application for case in OTHERS])
def test_what_an_application_needs_however_that_is_written(case: Case, tmp_path: Path) -> None:
    check(case, tmp_path)


@pytest.mark.parametrize(
    ("application", "executable", "package", "product"),
    [
        ("mysql", "/usr/sbin/mariadbd", "", "MariaDB"),
        ("mysql", "/usr/sbin/mysqld", "mariadb-server-10.6", "MariaDB"),
        ("mysql", "/usr/sbin/mysqld", "mysql-server-8.0", "MySQL"),
        ("redis", "/usr/bin/valkey-server", "", "Valkey"),
        ("elasticsearch", "/usr/bin/java", "", "OpenSearch"),
        ("prometheus", "/usr/bin/alertmanager", "", "Prometheus Alertmanager"),
    ],
)
def test_products_that_are_configured_alike_are_told_apart(
    application: str, executable: str, package: str, product: str
) -> None:
    started = running(executable, [executable, "org.opensearch.bootstrap.OpenSearch"])
    started["name"] = base_name(started)

    assert product_of(KNOWN[application], started, package) == product


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: {b: {c: h, d: [80, '81,82']}, e: \"x: y\"}", {"b": {"c": "h", "d": ["80", "81,82"]}, "e": "x: y"}),
        ("a: [http://h:1/x, b c, fd00::1, ]", ["http://h:1/x", "b c", "fd00::1"]),
        ("a: {}", {}),
        ("a: {{ not.understood }}", "{{ not.understood }}"),
        ("a: {b: c", "{b: c"),
        (f"a: {'{' * 4000}", "{" * 4000),
        (f"a: {'[' * 4000}", "[" * 4000),
    ],
)  # fmt: skip
def test_mappings_and_lists_in_one_line(text: str, tree: object) -> None:
    assert tree_of(text) == {"a": tree}


@pytest.mark.parametrize(
    ("application", "files", "folders"),
    [
        ("nginx", {"/etc/nginx/nginx.conf": "s { root /srv/a; l { alias /srv/$x; root /srv/c; } }"}, "/srv/a /srv/c"),
        ("apache", {"/etc/apache2/apache2.conf": 'DocumentRoot /srv/a\nAlias i "/srv/b"\nAlias x\n'}, "/srv/a /srv/b"),
        ("samba", {"/etc/samba/smb.conf": "[data]\npath = /srv/a\n[homes]\npath = /srv/%U\n[global]\n"}, "/srv/a"),
        ("nfs", {"/etc/exports": "/srv/a 10.0.0.0/8(rw)\n"}, "/srv/a"),
    ],
)  # fmt: skip
def test_a_server_needs_the_filesystem_of_what_it_serves(
    application: str, files: dict[str, str], folders: str, tmp_path: Path
) -> None:
    known = KNOWN[application]
    name = known.executables[0].replace("\\", "")
    mounts = "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n21 20 0:50 / /srv rw - nfs4 nas:/x rw,addr=10.0.0.9\n"
    make(tmp_path, {"proc/self/mountinfo": mounts, "proc/net/tcp": ""} | {p.lstrip("/"): t for p, t in files.items()})
    place = "0::/system.slice/web.service\n"
    FakeProcess(7, name, (f"/usr/sbin/{name}",), executable=f"/usr/sbin/{name}", cgroup=place).write(tmp_path)
    machine = Machine(LocalSystem(str(tmp_path)))

    reading = applications.read(machine)
    section = interpreted(applications.collector, reading, Ref("server:self"))

    assert reading.facts["applications"]["found"][0].get("folders") == folders.split()
    needed = {str(one.target): one.attributes["strength"] for one in section.relationships if one.type == "DEPENDS_ON"}
    assert needed == {"filesystem:/srv": "hard"}


@pytest.mark.parametrize(
    ("image", "application", "version"),
    [
        ("postgres:15.4", "postgresql", "15.4"),
        ("docker.io/library/mariadb:10.11-jammy", "mysql", "10.11"),
        ("registry.example:5000/x/traefik:v3.0.1@sha256:00ff", "traefik", "3.0.1"),
        ("rabbitmq:3.12-management", "rabbitmq", "3.12"),
        ("registry.example:5000/x/redis", "redis", ""),
        ("redis:latest", "redis", ""),
        ("redis:7beta", "redis", ""),
        ("shop:2.1", "node", ""),
        ("node:18", "node", ""),
        ("", "node", ""),
    ],
)
def test_the_tag_of_its_image_tells_the_version_of_what_is_called_so(
    image: str, application: str, version: str
) -> None:
    assert version_of(image, KNOWN[application]) == version


CIRCLE = "".join(f"masters l{n} {{ l{n + 1}; }}; " for n in range(5000))
HOSTILE = (
    ("nginx", "/etc/nginx/nginx.conf", "map a $b { " + "k http://h; " * 999 + "} " + "proxy_pass http://$b; " * 9999),
    ("bind", "/etc/bind/named.conf", CIRCLE + "zone a { masters { l0; }; }; " * 5000),
    ("apache", "/etc/apache2/apache2.conf", "RewriteRule " + "[P " * 99999),
    ("haproxy", "/etc/haproxy/haproxy.cfg", "frontend f\n bind :80\n use_backend b\n" * 9999 + "backend b\n" * 9999),
)  # fmt: skip


@pytest.mark.parametrize(("application", "path", "text"), HOSTILE, ids=[entry[0] for entry in HOSTILE])
def test_what_names_much_again_and_again_takes_no_time_without_an_end(
    application: str, path: str, text: str, tmp_path: Path
) -> None:
    begun = time.process_time()

    found = answer(Case(application, application, {path: text}), tmp_path)

    assert found.files == (path,)
    assert time.process_time() - begun < 10
