"""Configuration files over SSH: what is printed, what is kept of it, and that a recording holds no secret."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from discovery_agent.host.application import Started
from discovery_agent.host.applications import bind
from discovery_agent.host.configuration import MAX_BYTES, ConfigurationFiles
from discovery_agent.host.secrets import MASK
from discovery_agent.scan.fact_kinds import ALL, CONFIGURATION, FACT_KINDS
from discovery_agent.ssh.absorb import readings_of
from discovery_agent.ssh.recorded_system import RecordedSystem
from discovery_agent.ssh.recording import decode_recording
from discovery_agent.ssh.report import report_of
from discovery_agent.ssh.secret_lines import mask_line
from discovery_agent.ssh.sections.configuration import COMMAND, part, with_masked_secrets
from graph_schema.declare import AttributeValue
from graph_schema.report import Report
from tests.discovery_agent.ssh.printed import made_of, record_here
from tests.waiting import wait_until

SECRET = "hunter2-Zx9"  # noqa: S105 - of nobody
DAEMON = "import sys, time\nsys.stdin.close()\ntime.sleep(600)\n"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[str]:
    """A service whose command line names a configuration file; the file's path."""
    (tmp_path / "service.py").write_text(DAEMON, encoding="utf-8")
    file = tmp_path / "service.json"
    file.write_text(
        f'{{"db": {{"type": "postgresql", "host": "198.51.100.7", "port": 5439, "password": "{SECRET}"}}}}\n',
        encoding="utf-8",
    )
    (tmp_path / "large.conf").write_bytes(b"x\n" * (1 << 20))
    os.mkfifo(tmp_path / "pipe.conf")
    (tmp_path / "link.conf").symlink_to("/etc/hosts")
    names = [str(file), *(str(tmp_path / name) for name in ("large.conf", "pipe.conf", "link.conf"))]
    command = f"cd /; /usr/bin/python3 {tmp_path}/service.py {' '.join(names)} >/dev/null 2>&1 & echo $!"
    started = subprocess.run(["sh", "-c", command], capture_output=True, check=True, text=True, start_new_session=True)
    pid = int(started.stdout)
    # Until then it is the shell that starts it.
    wait_until(lambda: Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"/usr/bin/python3"))
    yield str(file)
    os.kill(pid, 9)


def connections_to(report: Report, port: int) -> list[Mapping[str, AttributeValue]]:
    found = (entry for section in report.sections for entry in section.relationships if entry.type == "CONNECTS_TO")
    return [entry.attributes for entry in found if entry.attributes["port"] == port]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root sees what others were started with")
def test_a_file_that_a_command_line_names_is_read_and_tells_what_its_program_needs(service: str) -> None:
    recording = record_here()

    report = report_of(recording, "ssh:lab/127.0.0.1", "lab").report

    told = connections_to(report, 5439)
    assert [(entry["address"], entry["configured_in"], entry["sightings"]) for entry in told] == [
        ("198.51.100.7", service, 0)
    ]
    files = readings_of(recording).files
    assert not any(path.endswith(("large.conf", "pipe.conf", "link.conf")) for path in files)
    kept = recording.encoded()
    assert SECRET.encode() in recording.output
    assert SECRET.encode() not in kept
    assert b"198.51.100.7" in kept
    assert SECRET not in repr(report)
    again = report_of(decode_recording(kept, "again"), "ssh:lab/127.0.0.1", "lab").report
    assert connections_to(again, 5439) == told


def test_names_that_others_give_to_files_become_no_words_of_a_command(tmp_path: Path) -> None:
    folder = tmp_path / "17" / "a -name b.conf -o -exec echo run ; -o -name c"
    folder.mkdir(parents=True)
    names = ("plain.conf", "-delete.conf", "a\n-delete.conf", "*.conf", "a -print b.conf")
    for name in names:
        (folder / name).write_text("x\n", encoding="utf-8")
    plain = tmp_path / "17" / "main" / "plain.conf"
    plain.parent.mkdir()
    plain.write_text("x\n", encoding="utf-8")
    (plain.parent / "link.conf").symlink_to("/etc/hosts")

    command = COMMAND.replace("/var/lib/postgresql", str(tmp_path))
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=True, text=True)

    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    assert [line for line in done.stdout.splitlines() if line.startswith(str(tmp_path))] == [
        str(plain),
        f"{plain}:x",
    ]
    assert "\nrun\n" not in done.stdout


def test_where_configuration_may_not_be_read_it_is_not_asked_for(service: str) -> None:
    recording = record_here(facts=FACT_KINDS)

    assert CONFIGURATION in ALL
    assert part.name not in {frame.name for frame in recording.frames()}
    assert b'"password"' not in recording.output
    told = report_of(recording, "ssh:lab/127.0.0.1", "lab", FACT_KINDS).report
    assert not any(entry.attributes.get("configured_in") == service for s in told.sections for entry in s.relationships)


def test_an_empty_file_is_there_and_one_that_may_not_be_read_is_a_gap() -> None:
    output = b"/etc/a.conf\n7/cwd/standby.signal\n/etc/a.conf:port = 1\n/etc/a.conf:\n"
    stands = b"0\n7/cwd\0/data7/cwd\0\n"
    denied = b"grep: /etc/secret.conf: Permission denied\n"

    system = RecordedSystem(readings_of(made_of(("privileged", stands), (part.name, output), complaints=denied)))

    assert system.read_regular("/data/standby.signal", 100) == b""
    assert system.read_regular("/etc/a.conf", 100) == b"port = 1\n"
    with pytest.raises(PermissionError):
        system.read_regular("/etc/secret.conf", 100)


def test_zone_files_are_read_as_they_stand() -> None:
    zone = "$TTL 1h\n@ IN SOA ns1 admin 1 2 3 4 5\n  IN NS ns1\nns1 A 10.0.0.53\nwww  CNAME web1\nweb1 A 10.0.0.1\n"
    zone += "\tA 10.0.0.2\n"
    settings = 'zone "shop.example" { type master; file "/etc/bind/db.shop"; };'
    # As the command prints them: names, then lines behind their names.
    printed = "".join(f"/etc/bind/db.shop:{line}\n" for line in zone.splitlines())
    output = f"/etc/bind/named.conf\n/etc/bind/db.shop\n/etc/bind/named.conf:{settings}\n{printed}".encode()

    system = RecordedSystem(readings_of(made_of((part.name, output))))
    (told,) = bind.configure(Started(("named",)), ConfigurationFiles(system)).zones

    assert "/etc/bind/db.*" in COMMAND
    assert told.name == "shop.example"
    assert told.records == (
        ("ns1.shop.example", "A", "10.0.0.53"),
        ("web1.shop.example", "A", "10.0.0.1"),
        ("web1.shop.example", "A", "10.0.0.2"),
        ("www.shop.example", "CNAME", "web1.shop.example"),
    )


def test_configuration_that_was_cut_off_is_a_gap() -> None:
    readings = readings_of(made_of((part.name, b"/etc/a.conf:" + b"x" * MAX_BYTES)))

    assert any("more configuration" in entry for entry in readings.lost)


@pytest.mark.parametrize(
    "line",
    [
        f"requirepass {SECRET}",
        f"primary_conninfo = 'user=r password=''{SECRET}'' host=db1'",
        f'  "password": "{SECRET}",',
        f"DATABASE_URL=postgres://u:{SECRET}@db1/x",
        f"    api_key = {SECRET}",
        f"masterauth   {SECRET}",
        f"auth_pass {SECRET}",
        f"mysql_pwd='{SECRET}'",
        f"sentinel auth-pass main {SECRET}",
        f"user default on >{SECRET} ~* +@all",
        f"password = two words, {SECRET}",
        f'"password": "a\\"{SECRET}", "host": "db1"',
        f"Authorization: Bearer {SECRET}",
        f"option httpchk GET / HTTP/1.1\\r\\nAuthorization:\\ Basic\\ {SECRET}",
        f"DB_PASS={SECRET}",
        f"rootpw {SECRET}",
        f"url: postgres://u:a@b/{SECRET}@db1/x",
        f"    client-key-data: {SECRET}==",
        f"root:$y$j9T${SECRET}:19000:0:::",
    ],
)
def test_secrets_in_lines_of_configuration_are_masked(line: str) -> None:
    masked = mask_line(line)

    assert SECRET not in masked
    assert MASK in masked
    assert mask_line(masked) == masked


@pytest.mark.parametrize("path", ["/etc/cron.d/x", "/var/spool/cron/crontabs/root", "/etc/systemd/system/x.service"])
def test_of_commands_of_jobs_nothing_is_recorded(path: str) -> None:
    command = f"0 2 * * * cd /srv && mysqldump -uroot -p{SECRET} -h db1 app"

    assert with_masked_secrets(f"{path}\n{path}:{command}\n{path}:\n/a.conf:x = 1".encode()).decode() == (
        f"{path}\n{path}:{MASK}\n{path}:\n/a.conf:x = 1"
    )


def test_secrets_of_several_lines_and_without_a_name_are_masked() -> None:
    files = {
        "/etc/a.yml": f"auth:\n  host: db1\npassword: |\n  {SECRET}\n  x: {SECRET}\nport: 1\ntoken:\n  {SECRET}\n- b",
        "/etc/b.conf": f"-----BEGIN KEY-----\nshort{SECRET}\n-----END KEY-----\nport = 1\npassword = \\\n {SECRET}",
        "/var/lib/mysql/master-west.info": f"33\nbin.1\n4\n10.0.0.9\nrepl\n{SECRET}\n3307",
        "/var/lib/mysql/master.info": f"33\nbin.1\n4\n10.0.0.8\nrepl\n{SECRET}\n3307",
    }
    output = "\n".join(
        f"{path}\n\n" + "\n".join(f"{path}:{t}" for t in text.split("\n")) for path, text in files.items()
    )

    kept = with_masked_secrets(output.encode()).decode()

    assert SECRET not in kept
    assert len(kept.split("\n")) == len(output.split("\n"))
    assert {"/etc/a.yml", "/etc/a.yml:  host: db1", "/etc/a.yml:port: 1", "/etc/a.yml:- b"} <= set(kept.split("\n"))
    assert {"/etc/b.conf:port = 1", "/var/lib/mysql/master.info:10.0.0.8"} <= set(kept.split("\n"))
    assert kept.endswith("/var/lib/mysql/master.info:3307")


@pytest.mark.parametrize(
    "line",
    [
        "proxy_pass http://app;",
        "ProxyPass / http://10.0.0.1:8080/",
        "server keycloak1 10.0.0.1:8080 check",
        "KEYCLOAK_HOST=kc1",
        "limit_conn_zone $server_name zone=a:10m;",
        "url: http://db1:8080/a",
        "replicaof 10.0.0.8 6379",
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert mask_line(line) == line
