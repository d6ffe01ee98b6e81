"""Further applications: whom those that pass on what others serve or log tell or ask; what instances are called."""

from pathlib import Path

import pytest

from discovery_agent.host.recognition import known_applications
from tests.discovery_agent.host.test_more_applications import CASES as MORE_CASES
from tests.discovery_agent.host.test_more_applications import SECRET, Case, answer

# Each text is after the example of the product's documentation, which its file names.
CASES = (
    Case("oracle", "/none", "", "ora_pmon_SHOP", {}, also="instance='SHOP'"),
    Case("oracle", "/none", "", "/opt/oracle/bin/tnslsnr LISTENER -inherit", {}, also="instance='LISTENER'"),
    Case(
        "sql_server",
        "/var/opt/mssql/mssql.conf",
        "[network]\ntcpport = 1433\n[filelocation]\ndefaultdatadir = /data/mssql\n",
        "sqlservr",
        {},
        also="/data/mssql",
    ),
    Case(
        "rsyslog",
        "/etc/rsyslog.d/50-central.conf",
        '*.info @@(z9)logs1.example:6514\nkern.* @logs2.example\n# *.* @@no.example:1\n*.* action(type="omfwd"\n'
        '  target="10.0.0.9" port="10514" protocol="tcp")\naction(type="omfwd" target="udp.example" port="514")\n'
        "mail.* /var/log/mail@@home.log\n",
        "rsyslogd -n",
        {"logs1.example:6514": "soft", "10.0.0.9:10514": "soft"},
    ),
    Case(
        "filebeat",
        "/etc/filebeat/filebeat.yml",
        'filebeat.inputs:\n- type: filestream\n  id: a\noutput.elasticsearch:\n  hosts: ["https://es1.example", '
        f'"es2:9201"]\n  username: "elastic"\n  password: "{SECRET}"\n',
        "filebeat -e",
        {"es1.example:9200": "soft", "es2:9201": "soft"},
    ),
    Case(
        "fluent_bit",
        "/etc/fluent-bit/fluent-bit.conf",
        "[SERVICE]\n    Flush 1\n[INPUT]\n    Name tail\n    Host no.example\n[OUTPUT]\n    Name  es\n    Match *\n"
        f"    Host  es1.example\n    HTTP_Passwd {SECRET}\n[OUTPUT]\n    Name forward\n    Host 10.0.0.9\n"
        "    Port 24225\n",
        "fluent-bit -c /etc/fluent-bit/fluent-bit.conf",
        {"es1.example:9200": "soft", "10.0.0.9:24225": "soft"},
    ),
    Case(
        "fluent_bit",
        "/etc/promtail/config.yml",
        f"server:\n  http_listen_port: 9080\nclients:\n  - url: http://user:{SECRET}@loki.example:3100/loki/api/v1/push\n",
        "promtail -config.file=/etc/promtail/config.yml",
        {"loki.example:3100": "soft"},
    ),
    Case(
        "telegraf",
        "/etc/telegraf/telegraf.conf",
        f'[[outputs.influxdb_v2]]\n  urls = ["http://influx.example:8086"]\n  token = "{SECRET}"\n[[inputs.cpu]]\n'
        f'  percpu = true\n[[inputs.postgresql]]\n  address = "postgres://telegraf:{SECRET}@db1/postgres"\n',
        "telegraf --config /etc/telegraf/telegraf.conf",
        {"influx.example:8086": "soft", "db1:5432": "soft"},
    ),
    Case(
        "zabbix_agent",
        "/etc/zabbix/zabbix_agent2.conf",
        "Server=10.0.0.8\nServerActive=zbx1.example;zbx2.example:20051,[fd00::5]:10051\nHostname=app1\nTLSPSKFile=/etc/x\n",
        "zabbix_agent2 -c /etc/zabbix/zabbix_agent2.conf",
        {"zbx1.example:10051": "soft", "zbx2.example:20051": "soft", "fd00::5:10051": "soft"},
        also="app1",
    ),
    Case(
        "squid",
        "/etc/squid/squid.conf",
        f"http_port 3128\ncache_peer up.example parent 8080 3130 no-query login=u:{SECRET}\nnever_direct allow all\n",
        "squid --foreground -sYC",
        {"up.example:8080": "hard"},
        also="3128",
    ),
    Case(
        "varnish",
        "/etc/varnish/default.vcl",
        'vcl 4.1;\n# backend no { .host = "no"; }\nbackend default {\n  .host = "127.0.0.1";\n  .port = "8080";\n'
        '  .probe = { .url = "/"; .timeout = 1s; }\n}\nsub vcl_recv { if (req.url ~ "^/x") { return (pass); } }\n',
        "varnishd -j unix -n shop -f /etc/varnish/default.vcl",
        {"127.0.0.1:8080": "hard"},
        also="shop",
    ),
    Case(
        "samba",
        "/etc/samba/smb.conf",
        "[global]\nsecurity = ads\npassword server = dc1.example, dc2.example *\npassdb backend = tdbsam\n[a]\n"
        "path = /a\n",
        "smbd",
        {"dc1.example:445": "soft", "dc2.example:445": "soft"},
        also="'a'",
    ),
    Case(
        "samba",
        "/etc/samba/smb.conf",
        "[global]\npassdb backend = ldapsam:ldap://ldap.example\n",
        "smbd",
        {"ldap.example:389": "hard"},
    ),
    Case(
        "php_fpm",
        "/etc/php/8.2/fpm/pool.d/shop.conf",
        "[shop]\nlisten = /run/php/shop.sock\nenv[MYSQL_HOST] = db1.example\nenv[MYSQL_PORT] = 3307\n"
        f"env[MYSQL_PASSWORD] = {SECRET}\nenv[CACHE] = redis://cache1/0\n",
        "php-fpm8.2",
        {"db1.example:3307": "", "cache1:6379": "soft"},
        also="/run/php/shop.sock",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.application} {case.command[:20]}" for case in CASES])
def test_what_its_configuration_and_its_start_say(case: Case, tmp_path: Path) -> None:
    found = answer(case, tmp_path)

    assert {f"{need.host}:{need.port}": need.strength or need.purpose for need in found.needs} == case.needs
    assert case.also in repr(found)
    assert SECRET not in repr(found)


def test_applications_whose_connections_are_beside_their_work_say_so_of_what_is_configured(tmp_path: Path) -> None:
    traffic = {entry.name: entry.traffic for entry in known_applications() if entry.traffic}

    for number, case in enumerate(case for case in CASES if case.application in traffic):
        found = answer(case, tmp_path / str(number))
        assert {need.purpose for need in found.needs} == {traffic[case.application]}


def test_most_applications_say_what_they_need() -> None:
    needing = {case.application for case in (*CASES, *MORE_CASES) if case.needs or case.pools}
    # Those that other tests ask, with their servers running or with odd files.
    needing |= {"postgresql", "mysql", "redis", "nginx", "haproxy", "java", "node", "python"}

    assert needing <= {entry.name for entry in known_applications() if entry.configure}
    assert len(needing) >= 30
