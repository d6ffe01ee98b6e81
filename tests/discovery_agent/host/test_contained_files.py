"""Configuration inside containers: read below their root, whatever links stand there, and meant for their network."""

import ctypes
import gc
import json
import os
import shutil
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery_agent.host.application_facts import ApplicationReading
from discovery_agent.host.application_readings import recognised
from discovery_agent.host.collectors import applications, certificates, connections
from discovery_agent.host.configuration import Limits
from discovery_agent.host.contained_files import ProgramFiles
from discovery_agent.host.files import UnsuitableFileError, names_in
from discovery_agent.host.machine import Machine
from discovery_agent.host.rooted_files import RootedFiles
from tests.discovery_agent.certificates import certified_server
from tests.discovery_agent.host.fake_root import make
from tests.discovery_agent.host.test_containers import ALL, GUNICORN, HEADER, TRIE, dockerised, relations, section, shop
from tests.discovery_agent.host.test_containers import socket as listed

_OPENAT2, _IN_ROOT = 437, 0x10  # RESOLVE_IN_ROOT of linux/openat2.h
NAMES = ("a", "b", "c")
FRONT = "c" * 64
NGINX = "software_instance:container:shop/front /usr/sbin/nginx (root)"
CONFIGURATION = """
http {
  upstream web { server web:80; server 10.0.0.8:80; }
  upstream beside { server 127.0.0.1:9000; }
  server {
    listen 80; listen 443 ssl; ssl_certificate /etc/ssl/front.pem;
    location / { proxy_pass http://web; } location /x { proxy_pass http://beside; }
  }
  include ../../../../../../../etc/nginx/conf.d/*.conf;
}
"""


def kernels_answer(root: str, path: str) -> bytes | None:
    """What the kernel opens below a root (openat2), or None. Skips where it cannot be asked."""
    library = ctypes.CDLL(None, use_errno=True)
    folder = os.open(root, os.O_PATH)
    how = ctypes.create_string_buffer(struct.pack("=QQQ", os.O_RDONLY | os.O_CLOEXEC, 0, _IN_ROOT))
    try:
        found = library.syscall(_OPENAT2, folder, path.encode(), how, ctypes.c_size_t(24))
        if found < 0 and ctypes.get_errno() in (38, 1):
            pytest.skip("the kernel has no openat2 here")
    finally:
        os.close(folder)
    if found < 0:
        return None
    try:
        return os.read(found, 100)
    except IsADirectoryError:
        return None
    finally:
        os.close(found)


paths = st.lists(st.sampled_from((*NAMES, "..", ".")), min_size=1, max_size=6).map("/".join)
goals = st.tuples(st.sampled_from(("", "/", "../../..//")), paths).map("".join)


@settings(max_examples=60, deadline=None)
@given(
    folders=st.sets(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("/".join), max_size=4),
    links=st.dictionaries(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("/".join), goals, max_size=5),
    asked=st.lists(goals, min_size=1, max_size=6),
)
def test_a_path_leads_where_the_kernel_says_that_it_leads_below_the_root(
    tmp_path_factory: pytest.TempPathFactory, folders: set[str], links: dict[str, str], asked: list[str]
) -> None:
    outside = tmp_path_factory.mktemp("r")
    root = outside / "1" / "2"
    for folder in ("", *sorted(folders)):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for place, goal in sorted(links.items()):
        link = root / place
        if (
            link.parent.is_dir()
            and root in (link.parent.resolve(), *link.parent.resolve().parents)
            and not link.exists()
        ):
            link.unlink(missing_ok=True)
            link.symlink_to(goal)
    for number, folder in enumerate(sorted({outside, *root.rglob("*")})):
        if (
            folder.is_dir()
            and not folder.is_symlink()
            and not (folder / "c").is_symlink()
            and not (folder / "c").exists()
        ):
            (folder / "c").write_text(str(number))
    files = RootedFiles(str(root))
    try:
        for path in asked:
            try:
                found = files.read_regular(path, 100)
            except UnsuitableFileError:
                found = None
            assert found == kernels_answer(str(root), path)
    finally:
        shutil.rmtree(outside)


def test_what_is_no_file_or_without_end_is_not_read_and_nothing_is_left_open(tmp_path: Path) -> None:
    make(tmp_path, {"d/x": "x", "large": "x" * 99}, {"circle": "circle", "d/up": "../../../../d/x", "gone": "/nowhere"})
    os.mkfifo(tmp_path / "pipe")
    files = RootedFiles(str(tmp_path))
    gc.collect()  # what earlier tests left behind is closed now, not in between
    before = len(names_in("/proc/self/fd"))

    for path in ("/pipe", "/d", "/large"):
        with pytest.raises(UnsuitableFileError):
            files.read_regular(path, 50)
    assert files.read_regular("/d/up", 50) == b"x"
    assert [files.read_regular(path, 50) for path in ("/circle", "/gone", "/d/x/y", "/" + "d/../" * 3000)] == [None] * 4
    assert files.read_link("/d/up") == "../../../../d/x"
    assert (files.read_link("/d/x"), files.read_link("/none")) == (None, None)
    assert files.some_names_in("/d", 9) == ["up", "x"]
    assert files.some_names_in("/large", 9) == []
    assert [files.exists(path) for path in ("/d/up", "/circle", "/gone")] == [True, False, False]
    assert len(names_in("/proc/self/fd")) <= before


def with_front(root: Path, inside: dict[str, str], links: dict[str, str] | None = None) -> Machine:
    """The shop with a container of nginx before it, and what lies in that."""
    machine = shop(root)
    container = {
        "ID": "x",
        "Name": "/shop-front-1",
        "Config": {
            "Image": "nginx:1.27-alpine",
            "Labels": {"com.docker.compose.project": "shop", "com.docker.compose.service": "front"},
        },
        "NetworkSettings": {
            "Networks": {"shop_default": {"Aliases": ["front"]}},
            "Ports": {"443/tcp": [{"HostIp": ALL, "HostPort": "8443"}]},
        },
    }
    files = {f"proc/90/root/{path}": text for path, text in inside.items()}
    files |= {
        "proc/90/net/tcp": HEADER + listed(ALL, 443, 910) + listed(ALL, 80, 911),
        "proc/90/net/fib_trie": TRIE.format("172.18.0.4"),
        "proc/90/mountinfo": "20 1 8:1 / / rw - overlay overlay rw\n21 20 0:9 / /far rw - nfs4 srv:/x rw\n",
        f"var/lib/docker/containers/{FRONT}/config.v2.json": json.dumps(container, separators=(",", ":")),
        "proc/net/tcp": (root / "proc/net/tcp").read_text() + listed(ALL, 8443, 920),
    }
    make(root, files, {f"proc/90/root/{path}": goal for path, goal in (links or {}).items()})
    dockerised(90, "nginx", FRONT, "net:[90]", (910, 911)).write(root)
    (root / "proc/90/exe").unlink()
    (root / "proc/90/exe").symlink_to("/usr/sbin/nginx")
    (root / "proc/90/cmdline").write_bytes(b"/usr/sbin/nginx\0")
    return machine


def reading_of(machine: Machine, application: str) -> ApplicationReading:
    found = (machine.activity.get("applications") or {"found": []})["found"]
    return next(entry for entry in found if entry["application"] == application)


def test_configuration_in_a_container_is_read_below_its_root_and_means_its_network(tmp_path: Path) -> None:
    make(tmp_path, {"etc/nginx/nginx.conf": "http { server { server_name host.example; } }"})
    inside = {
        "etc/nginx/real.conf": CONFIGURATION,
        "etc/nginx/conf.d/site.conf": "server { server_name front.example; }",
    }
    machine = with_front(tmp_path, inside, {"etc/nginx/nginx.conf": "/etc/nginx/real.conf"})
    _, certificate = certified_server(tmp_path)
    make(tmp_path, {"proc/90/root/etc/ssl/front.pem": certificate.read_bytes()})

    found = reading_of(machine, "nginx")
    told = section(applications.collector, machine)

    assert (found["serves"], found["version"]) == (["front.example"], "1.27")
    members = [member["addresses"] for pool in found["pools"] for member in pool["members"]]
    assert members == [["172.18.0.3"], ["10.0.0.8"], ["127.0.0.1"]]
    assert {target for _, target in relations(told, "HAS_MEMBER")} >= {GUNICORN}
    assert not any("127.0.0.1" in target for _, target in relations(told, "HAS_MEMBER"))
    assert {source for source, _ in relations(section(certificates.collector, machine), "SECURED_BY")} == {
        "endpoint:0.0.0.0|8443|tcp",
        NGINX,
    }
    assert not any(
        "127.0.0.1" in target for _, target in relations(section(connections.collector, machine), "CONNECTS_TO")
    )


def test_configuration_in_a_container_is_not_read_where_none_may_be_or_a_server_would_be_waited_for(
    tmp_path: Path,
) -> None:
    inside = {
        "etc/nginx/nginx.conf": "http { include /far/more; include /far2/x; }",
        "far/more": "server { listen 1; }",
    }
    machine = with_front(tmp_path, inside, {"far2": "/far"})

    off = Machine(machine.system, reads_configuration=False)

    found = machine.activity.get("applications")
    assert reading_of(off, "nginx")["files"] == []
    assert found is not None
    assert sorted(found["problems"]) == [
        f"/far/more in {FRONT[:12]}: lies on a mount whose server is not waited for",
        f"/far2/x in {FRONT[:12]}: lies on a mount whose server is not waited for",
    ]


def test_no_container_takes_what_may_be_read_of_the_others_or_of_the_machine(tmp_path: Path) -> None:
    greedy = "".join(f"include /c/{number};" for number in range(2000))
    inside = {"etc/nginx/nginx.conf": f"http {{ {greedy} }}"} | {f"c/{number}": "#" for number in range(600)}
    machine = with_front(tmp_path, inside)
    programs = [program for program, _ in recognised(machine.activity)]

    files = ProgramFiles(machine.system, (), programs)
    by_name = {program.main["name"]: files.of(program) for program in programs}
    front, database = by_name["nginx"], by_name["postgres"]

    assert front is not None
    assert database is not None
    assert sum(front.text(f"/c/{number}") is not None for number in range(600)) == Limits().shared_by(3).files
    make(tmp_path, {"proc/70/root/x": "x", "etc/x": "y"})
    assert (database.text("/x"), files.of_machine.text("/etc/x")) == ("x", "y")
