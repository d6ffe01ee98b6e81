"""What further applications are configured to need, keep and serve: one usual file each."""

import contextlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.host.activity import Process
from discovery_agent.host.application import Configured, Started
from discovery_agent.host.application_readings import NOT_UNDERSTOOD
from discovery_agent.host.configuration import ConfigurationFiles
from discovery_agent.host.program_names import base_name
from discovery_agent.host.recognition import application_of, known_applications
from tests.discovery_agent.host.fake_root import make

KNOWN = {entry.name: entry for entry in known_applications()}
SECRET = "hunter2-Zx9"  # noqa: S105 - of nobody


class Case(NamedTuple):
    """A file of an application, the command line, and what of the answer is expected: needs by host and port."""

    application: str
    path: str
    text: str
    command: str
    needs: dict[str, str]
    pools: Mapping[str, int] = MappingProxyType({})
    also: str = ""


CASES = (
    Case(
        "apache",
        "/etc/apache2/apache2.conf",
        "IncludeOptional sites-enabled/*.conf\nServerName www.example\n<Proxy balancer://shop>\n"
        "  BalancerMember http://10.0.0.1:8080 route=1\n  BalancerMember ajp://[fd00::2]:8009 status=+H\n</Proxy>\n"
        "ProxyPass /api http://api.example:81/ retry=0\nProxyPass / balancer://shop/\n# ProxyPass /no http://no.example/\n",
        "apache2 -k start",
        {"api.example:81": "hard"},
        {"shop": 1},
        "www.example",
    ),
    Case(
        "keepalived",
        "/etc/keepalived/keepalived.conf",
        "vrrp_instance VI_1 {\n state MASTER\n virtual_router_id 51\n authentication {\n auth_pass " + SECRET + "\n }\n"
        " virtual_ipaddress {\n  10.0.0.100/24 dev eth0\n }\n}\nvirtual_server 10.0.0.100 80 {\n"
        " real_server 10.0.0.1 80 {\n weight 1\n TCP_CHECK { retry 3 }\n }\n real_server 10.0.0.2 80 { }\n}\n",
        "keepalived",
        {},
        {"10.0.0.100:80": 2},
        "('51', '10.0.0.100')",
    ),
    Case(
        "pacemaker",
        "/var/lib/pacemaker/cib/cib.xml",
        '<cib><configuration><resources><primitive id="fence" class="stonith" type="fence_ipmilan">'
        '<instance_attributes><nvpair id="f-ip" name="ip" value="10.0.9.9"/><nvpair name="password" value="'
        + SECRET
        + '"/></instance_attributes></primitive><group id="g"><primitive class="ocf" id="vip" provider="heartbeat" '
        'type="IPaddr2">\n<instance_attributes id="vip-a"><nvpair id="vip-ip" name="ip" value="10.0.0.100"/>'
        '<nvpair id="vip-n" name="cidr_netmask" value="24"/></instance_attributes></primitive>'
        '<primitive class="systemd" id="web" type="nginx"/></group><primitive id="cut" type="IPaddr2"><nvpair ',
        "pacemakerd",
        {},
        also="addresses=(('vip', '10.0.0.100'),), watched=('nginx',)",
    ),
    Case(
        "kafka",
        "/srv/kafka/server.properties",
        "broker.id=3\nlog.dirs=/data/kafka\nzookeeper.connect=zk1:2181,zk2:2181/kafka\nssl.keystore.password=" + SECRET,
        "java -Xmx1g kafka.Kafka /srv/kafka/server.properties",
        {"zk1:2181": "", "zk2:2181": ""},
        also="/data/kafka",
    ),
    Case(
        "zookeeper",
        "/etc/zookeeper/conf/zoo.cfg",
        "dataDir=/data/zk\nserver.1=zk1:2888:3888\n",
        "java org.apache.zookeeper.server.quorum.QuorumPeerMain",
        {"zk1:2888": ""},
        also="/data/zk",
    ),
    Case(
        "elasticsearch",
        "/etc/elasticsearch/elasticsearch.yml",
        'cluster.name: logs\nnode:\n  name: es1\npath:\n  data: /data/es\ndiscovery.seed_hosts: ["es1", "es2:9301"]\n',
        "java -Des.path.home=/usr/share/elasticsearch org.elasticsearch.bootstrap.Elasticsearch",
        {"es1:9300": "", "es2:9301": ""},
        also="logs/es1",
    ),
    Case(
        "mongodb",
        "/etc/mongod.conf",
        "storage:\n  dbPath: /data/db\nreplication:\n  replSetName: rs0\nsharding:\n  configDB: cfg/c1:27019,c2\n",
        "mongos -f /etc/mongod.conf",
        {"c1:27019": "", "c2:27019": ""},
        also="rs0",
    ),
    Case(
        "etcd",
        "/none",
        "",
        "etcd --name e1 --data-dir=/data/etcd --initial-cluster e1=https://10.0.0.1:2380,e2=https://10.0.0.2:2380",
        {"10.0.0.1:2380": "", "10.0.0.2:2380": ""},
        also="/data/etcd",
    ),
    Case(
        "consul",
        "/etc/consul.d/a.json",
        '{"node_name": "c1", "retry_join": ["10.0.0.5", "c2:8302"], "encrypt": "' + SECRET + '"}',
        "consul agent -config-dir /etc/consul.d",
        {"10.0.0.5:8301": "", "c2:8302": ""},
        also="c1",
    ),
    Case(
        "tomcat",
        "/srv/shop/conf/context.xml",
        f'<Context><Resource url="jdbc:postgresql://db1:5432/shop" password="{SECRET}"/></Context>',
        "java -Dcatalina.base=/srv/shop org.apache.catalina.startup.Bootstrap start",
        {"db1:5432": ""},
        also="shop",
    ),
    Case(
        "php_fpm",
        "/etc/php/8.2/fpm/pool.d/www.conf",
        "[www]\nuser = www-data\nlisten = /run/php/www.sock\n; listen = /run/no.sock\n",
        "php-fpm8.2",
        {},
        also="/run/php/www.sock",
    ),
    Case(
        "bind",
        "/etc/bind/named.conf",
        'options { forwarders { 10.0.0.53; }; };\nzone "a.example" { type slave; primaries { 10.0.0.54; }; };\n',
        "named -u bind",
        {"10.0.0.54:53": "replication", "10.0.0.53:53": "soft"},
        also="a.example",
    ),
    Case(
        "unbound",
        "/etc/unbound/unbound.conf",
        'forward-zone:\n  name: "."\n  forward-addr: 10.0.0.53@5353\n  forward-addr: 10.0.0.54\n',
        "unbound -d",
        {"10.0.0.53:5353": "soft", "10.0.0.54:53": "soft"},
    ),
    Case(
        "openldap",
        "/etc/ldap/slapd.conf",
        f'suffix "dc=example"\nsyncrepl rid=1 provider=ldaps://ldap1.example bindmethod=simple credentials={SECRET}\n',
        "slapd -h ldap:///",
        {"ldap1.example:636": "replication"},
        also="dc=example",
    ),
    Case(
        "samba",
        "/etc/samba/smb.conf",
        "[global]\nnetbios name = FILES\n[homes]\nbrowseable = no\n[projects]\npath = /srv/projects\n",
        "smbd --foreground",
        {},
        also="projects",
    ),
    Case(
        "postfix",
        "/etc/postfix/main.cf",
        "myhostname = mx.example\nrelayhost = [relay.example]:587\n",
        "/usr/lib/postfix/sbin/master -w",
        {"relay.example:587": "hard"},
        also="mx.example",
    ),
    Case(
        "prometheus",
        "/etc/prometheus/prometheus.yml",
        "scrape_configs:\n  - job_name: node\n    static_configs:\n      - targets: ['10.0.0.1:9100']\n        hosts:\n"
        "          - 10.0.0.2:9100\nremote_write:\n  - url: http://mimir.example:9009/api\n",
        "prometheus",
        {"10.0.0.2:9100": "soft", "mimir.example:9009": "soft"},
    ),
    Case(
        "kubelet",
        "/etc/kubernetes/kubelet.conf",
        f"clusters:\n- cluster:\n    server: https://10.0.0.9:6443\nusers:\n- user:\n    token: {SECRET}\n",
        "kubelet --kubeconfig=/etc/kubernetes/kubelet.conf",
        {"10.0.0.9:6443": "soft"},
    ),
    Case(
        "envoy",
        "/etc/envoy/envoy.yaml",
        "static_resources:\n  clusters:\n  - name: shop\n    load_assignment:\n      endpoints:\n"
        "      - lb_endpoints:\n"
        "        - endpoint:\n            address:\n              socket_address:\n                address: 10.0.0.1\n"
        "                port_value: 8080\n        - endpoint:\n            address:\n              socket_address:\n"
        "                address: 10.0.0.2\n                port_value: 8080\n",
        "envoy -c /etc/envoy/envoy.yaml",
        {},
        {"shop": 2},
    ),
    Case(
        "traefik",
        "/etc/traefik/dynamic.yml",
        "http:\n  services:\n    shop:\n      loadBalancer:\n        servers:\n        - url: http://10.0.0.1:8080\n"
        "        - url: http://10.0.0.2:8080\n",
        "traefik",
        {},
        {"shop": 2},
    ),
    Case(
        "rabbitmq",
        "/etc/rabbitmq/rabbitmq.conf",
        "cluster_formation.classic_config.nodes.1 = rabbit@mq2\ndefault_pass = " + SECRET,
        "beam.smp -W w -- -root /usr/lib/erlang -sname rabbit@mq1 -rabbit",
        {"mq2:25672": ""},
        also="rabbit@mq1",
    ),
    Case(
        "pgbouncer",
        "/etc/pgbouncer/pgbouncer.ini",
        f"[databases]\nshop = host=db1 port=5433 password={SECRET}\n[pgbouncer]\nlisten_port = 6432\n",
        "pgbouncer /etc/pgbouncer/pgbouncer.ini",
        {"db1:5433": "hard"},
        also="shop",
    ),
    Case(
        "grafana",
        "/etc/grafana/grafana.ini",
        f"[database]\ntype = postgres\nhost = db1:5432\npassword = {SECRET}\n[server]\nhttp_port = 3000\n",
        "grafana-server --config=/etc/grafana/grafana.ini",
        {"db1:5432": ""},
    ),
)


def running(executable: str, arguments: list[str]) -> Process:
    return {
        "pid": 7,
        "parent": 1,
        "name": "forged",
        "arguments": arguments,
        "executable": executable,
        "directory": "/",
        "user": "root",
        "cgroup": "",
        "has_terminal": False,
        "started": 1,
        "sockets": [],
    }


def answer(case: Case, root: Path) -> Configured:
    configure = KNOWN[case.application].configure
    assert configure is not None
    files = ConfigurationFiles(make(root, {case.path.lstrip("/"): case.text}))
    return configure(Started(tuple(case.command.split())), files)


@pytest.mark.parametrize("case", CASES, ids=[case.application for case in CASES])
def test_what_an_application_is_configured_to_need(case: Case, tmp_path: Path) -> None:
    found = answer(case, tmp_path)

    assert {f"{need.host}:{need.port}": need.strength or need.purpose for need in found.needs} == case.needs
    assert {pool.name: sum(not member.is_backup for member in pool.members) for pool in found.pools} == case.pools
    assert case.also in repr(found)
    assert SECRET not in repr(found)


@pytest.mark.parametrize("case", CASES, ids=[case.application for case in CASES])
def test_an_application_is_recognised_by_its_executable_and_what_it_runs(case: Case) -> None:
    words = case.command.split()
    started = running(f"/usr/sbin/{words[0].rpartition('/')[2]}", words)

    found = application_of(started)

    assert base_name(started) == words[0].rpartition("/")[2]
    assert found is not None
    assert found.name == case.application


class Same:
    """Files that all hold one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self, path: str) -> str | None:
        del path
        return self._text

    def matching(self, pattern: str) -> list[str]:
        return [pattern, f"{pattern}/a.yaml", "/etc/a.json"]


@given(
    st.text("{}[]()<>:=;,#!\"'\n\t -./\\$%@abcAB01\N{ZERO WIDTH SPACE}")
    | st.sampled_from(["a {" * 3000, "- " * 3000, "[" * 3000])
)
def test_whatever_stands_in_its_files_an_application_answers_or_is_not_understood(text: str) -> None:
    for entry in KNOWN.values():
        if entry.configure is not None:
            with contextlib.suppress(*NOT_UNDERSTOOD):
                assert isinstance(entry.configure(Started(("a", "-c", "/etc/a")), Same(text)), Configured)


def test_there_is_a_file_for_each_application_that_must_be_known() -> None:
    wanted = """postgresql mysql oracle sql_server redis memcached mongodb elasticsearch rabbitmq kafka zookeeper etcd
        consul nginx apache haproxy envoy traefik keepalived tomcat java node python php_fpm bind unbound openldap samba
        nfs postfix prometheus grafana docker podman containerd kubelet libvirt"""

    assert set(wanted.split()) <= KNOWN.keys()
