"""Containers: what engines say of them, what reaches them and what they reach, on one machine."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pytest

from discovery_agent.host.collectors import applications, connections, containers, endpoints, programs
from discovery_agent.host.container_evidence import Evidence
from discovery_agent.host.container_workload import compose_workload, container, pod_workload, repository_of
from discovery_agent.host.containers import read_containers
from discovery_agent.host.listening import Listener
from discovery_agent.host.local_networks import local_networks_of
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.machine import Machine
from discovery_agent.host.placement import Placement, placement_of
from discovery_agent.runner import interpreted
from discovery_agent.ssh.docker_words import WORDS, settings_of
from graph_schema.report import Ref, Section
from tests.discovery_agent.host.fake_root import FakeProcess, make

ALL = "0.0.0.0"  # noqa: S104 - as files of others say it, nothing is bound
WEB_IMAGE = "registry:5000/shop/web"
DB, WEB = "a" * 64, "b" * 64
HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
TRIE = "Main:\n  |-- 0.0.0.0\n     /0 universe UNICAST\nLocal:\n  |-- {}\n     /32 host LOCAL\n"


def socket(address: str, port: int, inode: int, remote: tuple[str, int] | None = None) -> str:
    state = "01" if remote else "0A"
    local, peer = _hex(address, port), _hex(*(remote or (ALL, 0)))
    return f"   0: {local} {peer} {state} 00000000:00000000 00:00000000 00000000     0        0 {inode} 1 0 20 4\n"


def _hex(address: str, port: int) -> str:
    return "".join(f"{int(part):02X}" for part in reversed(address.split("."))) + f":{port:04X}"


def docker(name: str, image: str, network: Mapping[str, Any], environment: tuple[str, ...] = ()) -> str:
    """The file of Docker's daemon. origin: documentation."""
    labels = {"com.docker.compose.project": "shop", "com.docker.compose.service": name.split("-")[1]}
    configuration = {"Image": image, "Labels": labels, "Env": ["PATH=/bin", *environment]}
    settings = {"ID": "x", "Image": "sha256:00", "Name": f"/{name}", "Config": configuration}
    return json.dumps({**settings, "NetworkSettings": network}, separators=(",", ":"))


def dockerised(pid: int, name: str, container: str, network: str, sockets: tuple[int, ...]) -> FakeProcess:
    place = f"0::/system.slice/docker-{container}.scope\n"
    path = f"/usr/bin/{name}"
    return FakeProcess(pid, name, (path,), executable=path, cgroup=place, sockets=sockets, network=network)


def shop(root: Path, *, web_address: str = "172.18.0.3", ids: tuple[str, str] = (DB, WEB)) -> Machine:
    """A machine with a program that two containers of Compose and a process of its own make up."""
    database, web = ids
    variable = "DATABASE_URL=postgres://shop:hunter2@db:5432/shop"
    networks = {"shop_default": {"IPAddress": web_address, "Aliases": ["web"], "DNSNames": ["shop-web-1", "web"]}}
    bindings = [{"HostIp": address, "HostPort": "8080"} for address in (ALL, "::")]
    settings = {"Networks": networks, "Ports": {"80/tcp": bindings, "9/tcp": None}}
    inside = {"shop_default": {"Aliases": ["db"], "DNSNames": ["shop-db-1", "db"]}}
    folder = "var/lib/docker/containers"
    files = {
        "etc/machine-id": "0" * 31 + "1\n",
        "proc/sys/net/ipv4/ip_local_port_range": "32768\t60999\n",
        "proc/self/mountinfo": "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n",
        "proc/net/tcp": HEADER
        + socket(ALL, 8080, 900)
        + socket("172.18.0.1", 41000, 901, (web_address, 80))
        + socket("172.18.0.1", 41001, 950, (web_address, 80)),
        "proc/70/net/tcp": HEADER + socket(ALL, 5432, 700),
        "proc/70/net/fib_trie": TRIE.format("172.18.0.2"),
        "proc/80/net/tcp": HEADER
        + socket(ALL, 80, 800)
        + socket(web_address, 42000, 801, ("172.18.0.2", 5432))
        + socket(web_address, 42001, 802, ("10.0.0.9", 389))
        + socket(web_address, 42002, 803, ("172.18.0.2", 6379)),
        "proc/80/net/fib_trie": TRIE.format(web_address),
        f"{folder}/{database}/config.v2.json": docker("shop-db-1", "postgres:16.1", {"Networks": inside}),
        f"{folder}/{web}/config.v2.json": docker("shop-web-1", f"{WEB_IMAGE}:7@sha256:00", settings, (variable,)),
    }
    make(root, files, {"proc/self/ns/net": "net:[1]"})
    for process in (*host_processes(), *contained_processes(database, web)):
        process.write(root)
    return Machine(LocalSystem(str(root)))


def host_processes() -> tuple[FakeProcess, ...]:
    place = "0::/system.slice/docker.service\n"
    daemon = FakeProcess(40, "dockerd", ("/usr/bin/dockerd",), executable="/usr/bin/dockerd", cgroup=place)
    path = "/usr/bin/docker-proxy"
    proxy = replace(daemon, pid=41, parent=40, name="docker-proxy", executable=path, sockets=(900, 901))
    place = "0::/system.slice/w.service\n"
    watch = FakeProcess(50, "watcher", ("/opt/w",), executable="/opt/w", cgroup=place, sockets=(950,))
    return (
        FakeProcess(1, "systemd", ("/sbin/init",), parent=0, executable="/usr/lib/systemd/systemd"),
        daemon,
        proxy,
        watch,
    )


def contained_processes(database: str, web: str) -> tuple[FakeProcess, ...]:
    return (
        dockerised(70, "postgres", database, "net:[70]", (700,)),
        dockerised(80, "gunicorn", web, "net:[80]", (800, 801, 802, 803)),
    )


def section(collector: Any, machine: Machine) -> Section:  # noqa: ANN401 - each collector has facts of its own
    return interpreted(collector, collector.read(machine), Ref("server:self"))


def relations(found: Section, kind: str) -> set[tuple[str, str]]:
    return {(str(r.source), str(r.target)) for r in found.relationships if r.type == kind}


COMPARED: tuple[Literal["name", "workload", "image", "engine", "published"], ...] = (
    "name",
    "workload",
    "image",
    "engine",
    "published",
)
POSTGRES = "software_instance:container:shop/db /usr/bin/postgres (root)"
GUNICORN = "software_instance:container:shop/web /usr/bin/gunicorn (root)"


def test_a_container_is_on_its_machine_and_engine_and_holds_its_program(tmp_path: Path) -> None:
    machine = shop(tmp_path)

    found = section(containers.collector, machine)

    web = found.cis[Ref("container:shop/web")].attributes
    assert (web["name"], web["image"], web["runtime"]) == ("shop-web-1", f"{WEB_IMAGE}:7@sha256:00", "docker")
    assert (web["networks"], web["published_ports"]) == (["shop_default"], ["8080 to 80/tcp"])
    assert relations(found, "HOSTED_ON") == {
        ("container:shop/db", "software_instance:unit:docker.service"),
        ("container:shop/web", "software_instance:unit:docker.service"),
    }
    running = relations(section(programs.collector, machine), "RUNS_ON")
    assert {(POSTGRES, "container:shop/db"), (GUNICORN, "container:shop/web")} < running
    assert relations(section(applications.collector, machine), "RUNS_ON") == {
        ("software_instance:unit:docker.service", "server:self"),
        (POSTGRES, "container:shop/db"),
        (GUNICORN, "container:shop/web"),
    }


def test_a_published_port_leads_to_the_program_in_the_container(tmp_path: Path) -> None:
    found = section(endpoints.collector, shop(tmp_path))

    assert relations(found, "PROVIDED_BY") == {("endpoint:0.0.0.0|8080|tcp", GUNICORN)}


def test_a_port_that_only_the_kernel_passes_on_is_an_endpoint_all_the_same(tmp_path: Path) -> None:
    machine = shop(tmp_path)
    (tmp_path / "proc/net/tcp").write_text(HEADER, encoding="ascii")

    assert relations(section(endpoints.collector, machine), "PROVIDED_BY") == {("endpoint:0.0.0.0|8080|tcp", GUNICORN)}


def test_connections_between_containers_are_needs_and_their_addresses_go_nowhere(tmp_path: Path) -> None:
    found = section(connections.collector, shop(tmp_path))

    assert relations(found, "DEPENDS_ON") == {
        (GUNICORN, POSTGRES),
        ("software_instance:unit:w.service", GUNICORN),
    }
    outside = [(str(r.source), r.attributes["address"]) for r in found.relationships if r.type == "CONNECTS_TO"]
    assert outside == [(GUNICORN, "10.0.0.9")]


@pytest.mark.parametrize("scope", ["session-3.scope", f"user@1000.service/app.slice/docker-{'e' * 64}.scope"])
def test_nobody_takes_the_address_of_another_machine_in_a_network_of_his_own(tmp_path: Path, scope: str) -> None:
    machine = shop(tmp_path)
    files = {"proc/90/net/tcp": HEADER + socket(ALL, 389, 990), "proc/90/net/fib_trie": TRIE.format("10.0.0.9")}
    make(tmp_path, files)
    place = f"0::/user.slice/user-1000.slice/{scope}\n"
    FakeProcess(90, cgroup=place, uid=1000, sockets=(990,), network="net:[90]").write(tmp_path)

    found = section(connections.collector, machine)

    outside = [(str(r.source), r.attributes["address"]) for r in found.relationships if r.type == "CONNECTS_TO"]
    assert outside == [(GUNICORN, "10.0.0.9")]


def test_what_the_environment_names_is_needed_before_it_is_seen_and_no_password_is_kept(tmp_path: Path) -> None:
    machine = shop(tmp_path)
    path = tmp_path / "proc/80/net/tcp"
    path.write_text(HEADER + socket(ALL, 80, 800), encoding="ascii")

    found = section(connections.collector, machine)

    (need,) = [r for r in found.relationships if r.source == GUNICORN]
    assert (need.target, need.attributes["derivation"]) == (POSTGRES, "configuration")
    assert "hunter2" not in json.dumps(machine.activity)


def test_the_environment_is_not_read_where_configuration_may_not_be(tmp_path: Path) -> None:
    machine = replace(shop(tmp_path), reads_configuration=False)

    assert all("needs" not in reading for reading in machine.activity.get("contained", {}).values())
    assert machine.activity.get("contained", {})[WEB]["name"] == "shop-web-1"


def _but_for_the_run(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if name not in ("container_id", "host_name")}


def test_a_container_that_is_made_anew_is_the_same_and_so_is_what_needs_it(tmp_path: Path) -> None:
    first, second = shop(tmp_path / "1"), shop(tmp_path / "2", web_address="172.18.0.9", ids=("c" * 64, "d" * 64))

    for collector in (containers.collector, programs.collector, endpoints.collector, connections.collector):
        one, other = section(collector, first), section(collector, second)
        assert [_but_for_the_run(ci.attributes) for ci in one.cis.values()] == [
            _but_for_the_run(ci.attributes) for ci in other.cis.values()
        ]
        assert one.cis.keys() == other.cis.keys()
        assert sorted(map(str, one.relationships)) == sorted(map(str, other.relationships))


@pytest.mark.parametrize(
    ("cgroup", "place"),
    [
        (f"12:pids:/docker/{DB}\n1:name=systemd:/docker/{DB}\n", Placement("container", DB)),
        (f"0::/machine.slice/libpod-{DB}.scope/container\n", Placement("container", DB)),
        (f"0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-{DB}.scope\n", Placement("container", DB)),
        (f"0::/kubepods/besteffort/pod1/{DB}\n", Placement("container", DB)),
        (f"0::/kubepods.slice/crio-{DB}.scope\n", Placement("container", DB)),
        (f"0::/system.slice/nerdctl-{DB}.scope\n", Placement("container", DB)),
        ("0::/lxc.payload.mail/system.slice/postfix.service\n", Placement("container", "mail")),
        ("0::/machine.slice/machine-ns\\x2d1.scope/payload\n", Placement("container", "ns-1")),
        ("0::/machine.slice/machine-qemu\\x2d3\\x2dweb\\x2d01.scope/libvirt/emulator\n", Placement("guest", "web-01")),
    ],
)
def test_a_cgroup_of_either_version_tells_the_container(cgroup: str, place: Placement) -> None:
    assert placement_of(cgroup) == place


OWN, OTHER = "1", "2"
PERSON = "/user.slice/user-1000.slice/user@1000.service"


@pytest.mark.parametrize(
    ("cgroup", "owners", "view", "place"),
    [
        (f"/system.slice/docker-{DB}.scope", {"/system.slice": 0}, OWN, Placement("container", DB)),
        (f"/docker/{DB}", {"/docker": 0}, OTHER, Placement("container", DB)),
        # What a service that runs as a user puts below its own cgroup, wherever it takes the name from.
        (f"/system.slice/docker-x.service/{DB}", {"/system.slice/docker-x.service": 33}, OTHER, "docker-x.service"),
        (f"/system.slice/shop.service/libpod-payload-{DB}", {"/system.slice/shop.service": 0}, OTHER, DB),
        # A person names cgroups in the slice that is delegated to him: his containers are never the system's.
        (f"{PERSON}/user.slice/libpod-{DB}.scope", {f"{PERSON}/user.slice": 1000}, OTHER, f"1000/{DB}"),
        (f"{PERSON}/app.slice/lxc.payload.web", {f"{PERSON}/app.slice": 1000}, OTHER, "1000/web"),
        (f"{PERSON}/app.slice/docker-{DB}.scope", {f"{PERSON}/app.slice": 1000}, OWN, Placement("session")),
        (f"{PERSON}/app.slice/a.service/docker-{DB}.scope", {}, OWN, "1000/a.service"),
    ],
)
def test_a_cgroup_is_a_containers_where_an_engine_of_the_system_named_it_or_the_view_is_another(
    tmp_path: Path, cgroup: str, owners: dict[str, int], view: str, place: Placement | str
) -> None:
    @dataclass(frozen=True)
    class Owned(LocalSystem):
        def owner_of(self, path: str) -> int | None:
            return owners.get(path.removeprefix("/sys/fs/cgroup"))

    make(tmp_path, {}, {"proc/self/ns/mnt": f"mnt:[{OWN}]", "proc/7/ns/mnt": f"mnt:[{view}]"})

    found = placement_of(Evidence(Owned(str(tmp_path))).believed(f"0::{cgroup}\n", 7))

    assert (found if isinstance(place, Placement) else found.name) == place


def test_an_image_without_an_end_takes_no_time_without_an_end() -> None:
    assert len(container("web", ":a" * 500_000 + "/", "docker")["image"]) == 1000


@pytest.mark.parametrize(
    ("said", "workload"),
    [
        (compose_workload({"com.docker.compose.project": "shop", "com.docker.compose.service": "db"}), "shop/db"),
        (
            compose_workload(
                {
                    "com.docker.compose.project": "shop",
                    "com.docker.compose.service": "web",
                    "com.docker.compose.container-number": "2",
                }
            ),
            "shop/web 2",
        ),
        (compose_workload({"com.docker.compose.project": 7}), ""),
        (pod_workload("prod", "web-7d4b9c6f5b-x2x9k", "app"), "prod/web/app"),
        (pod_workload("prod", "nightly-28391040-x2x9k", "job"), "prod/nightly/job"),
        (pod_workload("kube-system", "proxy-x2x9k", "proxy"), "kube-system/proxy/proxy"),
        (pod_workload("prod", "db-0", "postgres"), "prod/db-0/postgres"),
        (repository_of("registry:5000/shop/web:7@sha256:00ff"), "registry:5000/shop/web"),
        (repository_of("registry:5000/shop/web"), "registry:5000/shop/web"),
    ],
)
def test_a_workload_is_what_stays_when_a_container_is_made_anew(said: str, workload: str) -> None:
    assert said == workload


BUNDLE = {
    "annotations": {
        "io.kubernetes.cri.container-type": "container",
        "io.kubernetes.cri.container-name": "app",
        "io.kubernetes.cri.sandbox-name": "web-7d4b9c6f5b-x2x9k",
        "io.kubernetes.cri.sandbox-namespace": "prod",
        "io.kubernetes.cri.image-name": "docker.io/shop/web:7",
    },
    "process": {
        "env": [
            "REDIS_URL=redis://:hunter2@10.0.0.4:6379/2",
            *("KAFKA_HOST=10.0.0.6", "KAFKA_PORT=9092"),
            # Kubernetes tells each container of all services beside it.
            *("MYSQL_SERVICE_HOST=10.96.3.4", "MYSQL_SERVICE_PORT=3306", "MYSQL_PORT=tcp://10.96.3.4:3306"),
        ]
    },
}


def test_replicas_of_a_pod_on_one_machine_are_two_containers(tmp_path: Path) -> None:
    space = "run/containerd/io.containerd.runtime.v2.task/k8s.io"
    make(
        tmp_path,
        {f"{space}/{one}/config.json": json.dumps(BUNDLE) for one in (DB, WEB)} | {"proc/net/tcp": ""},
        {"proc/self/ns/net": "net:[1]"},
    )
    for pid, one in ((70, DB), (80, WEB)):
        FakeProcess(pid, cgroup=f"0::/kubepods.slice/cri-containerd-{one}.scope\n").write(tmp_path)
    found = Machine(LocalSystem(str(tmp_path))).activity.get("contained", {})

    assert [reading["workload"] for reading in found.values()] == ["prod/web/app", "prod/web/app #2"]
    needs = [(need["host"], need["port"]) for need in found[DB].get("needs", [])]
    assert needs == [("10.0.0.4", 6379), ("10.0.0.6", 9092)]


@pytest.mark.parametrize(
    "content", ["[]", "{", '{"Name": 7, "Config": [], "NetworkSettings": "x"}', "[" * 100_000, '{"Name": ""}']
)
def test_files_of_an_engine_that_are_nonsense_name_no_container(tmp_path: Path, content: str) -> None:
    machine = shop(tmp_path)
    (tmp_path / f"var/lib/docker/containers/{DB}/config.v2.json").write_text(content, encoding="ascii")

    assert set(machine.activity.get("contained", {})) == {WEB}
    assert local_networks_of(machine.activity).provider(Listener("::", 8080, "tcp"), []) is not None


def test_what_a_scan_prints_of_a_container_says_the_same_as_all_of_it(tmp_path: Path) -> None:
    machine = shop(tmp_path)
    path = tmp_path / f"var/lib/docker/containers/{WEB}/config.v2.json"
    words = [option for word in WORDS for option in ("-e", word)]

    printed = subprocess.run(["grep", "-ao", *words, str(path)], capture_output=True, check=True).stdout
    path.write_bytes(settings_of(printed))

    assert b"hunter2" not in printed
    found, whole = machine.activity.get("contained", {})[WEB], shop(tmp_path / "2").activity.get("contained", {})[WEB]
    assert {key: found[key] for key in COMPARED} == {key: whole[key] for key in COMPARED}


def test_what_a_person_runs_with_podman_is_named_by_the_files_in_his_home_and_below_his_number(tmp_path: Path) -> None:
    kept = {"id": DB, "names": ["shop-db"], "metadata": json.dumps({"image-name": "docker.io/library/postgres:16"})}
    other = {"id": "c" * 64, "names": ["gone"], "metadata": "no JSON"}
    files = {
        "etc/passwd": "root:x:0:0:root:/root:/bin/sh\nanna:x:1000:1000::/home/anna/:/bin/sh\nodd:x:7\n",
        "home/anna/.local/share/containers/storage/overlay-containers/containers.json": json.dumps([kept, other]),
    }
    system = make(tmp_path, files)
    cgroup = f"{PERSON}/user.slice/libpod-{DB}.scope/container"
    ids = {f"1000/{DB}": cgroup, f"1001/{DB}": cgroup.replace("1000", "1001")}

    found, remarks = read_containers(system, ids, reads_environment=True)

    assert {one: tuple(known[name] for name in COMPARED[:4]) for one, known in found.items()} == {
        f"1000/{DB}": (
            "shop-db",
            "1000/docker.io/library/postgres shop-db",
            "docker.io/library/postgres:16",
            "podman",
        )
    }
    assert remarks == []
