"""Configuration as it is also written: in other places, several files and short forms, or at the start."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from discovery_agent.host.application import Configured, Started
from discovery_agent.host.configuration import ConfigurationFiles
from discovery_agent.host.recognition import known_applications
from discovery_agent.host.syntax_yaml import tree_of
from tests.discovery_agent.host.fake_root import make

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


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: {b: {c: 1.2.3.4, d: [80, '81,82']}, e: \"x: y\"}", {"b": {"c": "1.2.3.4", "d": ["80", "81,82"]}, "e": "x: y"}),
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
