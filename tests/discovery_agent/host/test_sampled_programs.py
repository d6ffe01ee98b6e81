"""Whose sampled connections are."""

from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.host.activity import Activity, Process
from discovery_agent.host.sampled_programs import sampled_programs
from discovery_agent.host.socket_samples import Sample

ROOT, SHOP, BATCH = 0, 1000, 1001


INSIDE = "net:[7]"


def process(pid: int, unit: str, user: int, network: str = "") -> Process:
    found: Process = {
        "pid": pid,
        "parent": 1,
        "name": unit,
        "arguments": [f"/opt/{unit}"],
        "executable": f"/opt/{unit}",
        "directory": "/",
        "user": str(user),
        "user_number": user,
        "cgroup": f"0::/system.slice/{unit}.service\n",
        "has_terminal": False,
        "started": pid * 10,
        "sockets": [],
    }
    if network:
        found["network"] = network
    return found


ACTIVITY: Activity = {
    "processes": [
        process(11, "web", ROOT),
        process(12, "mail", ROOT),
        process(13, "shop", SHOP),
        process(14, "job", BATCH),
        process(15, "front", ROOT, INSIDE),
    ],
    "sockets": [],
    "ephemeral_ports": [32768, 60999],
    "mounts": {},
    "containers": {},
    "gaps": [],
    "remarks": [],
}


def sample(pid: int = 0, user: int = -1, port: int = 5432, sightings: int = 1, started: int | None = None) -> Sample:
    return Sample("10.0.0.1", port, pid, pid * 10 if started is None else started, user, sightings, (3,))


def seen(samples: list[Sample], used: list[tuple[str, str, int]] | None = None) -> dict[str, int]:
    found = sampled_programs(ACTIVITY, samples, used or [])
    return {program: sighted.sightings for (program, _, _), sighted in found.seen.items()}


def test_a_sample_is_of_the_process_that_was_seen_and_of_no_later_one_of_its_number() -> None:
    assert seen([sample(13, sightings=2), sample(13)]) == {"unit:shop.service": 3}
    assert seen([sample(13, started=1), sample(99)]) == {}


def test_what_nobody_was_seen_holding_is_of_the_one_program_that_uses_the_peer() -> None:
    used = [("unit:web.service", "10.0.0.1", 5432)]

    assert seen([sample()], used) == {"unit:web.service": 1}
    assert seen([sample(user=ROOT)], used) == {"unit:web.service": 1}
    assert seen([sample(), sample(13)]) == {"unit:shop.service": 2}
    assert seen([sample()], [*used, ("unit:mail.service", "10.0.0.1", 5432)]) == {}


def test_what_nobody_was_seen_holding_is_of_the_one_program_of_its_user_but_never_so_for_root() -> None:
    found = sampled_programs(ACTIVITY, [sample(user=BATCH), sample(user=ROOT, port=25), sample(port=26)], [])

    assert list(found.seen) == [("unit:job.service", "10.0.0.1", 5432)]
    assert found.nobodys == [("10.0.0.1", 25), ("10.0.0.1", 26)]


def test_in_a_network_of_its_own_the_only_program_is_the_one_whoever_its_user_is() -> None:
    inside = sample(user=ROOT)._replace(network=INSIDE)
    ended = sample(port=6379)._replace(network=INSIDE)
    with_two: Activity = {**ACTIVITY, "processes": [*ACTIVITY["processes"], process(16, "side", ROOT, INSIDE)]}

    assert list(sampled_programs(ACTIVITY, [inside, ended], []).seen) == [
        ("unit:front.service", "10.0.0.1", 5432),
        ("unit:front.service", "10.0.0.1", 6379),
    ]
    assert sampled_programs(with_two, [inside], []).nobodys == [("10.0.0.1", 5432)]
    assert sampled_programs(ACTIVITY, [sample(user=ROOT)], []).nobodys == [("10.0.0.1", 5432)]


@given(st.permutations([sample(13), sample(14, port=1), sample(), sample(user=BATCH), sample(user=ROOT, port=9)]))
def test_the_order_of_samples_does_not_matter(samples: list[Sample]) -> None:
    first = [sample(13), sample(14, port=1), sample(), sample(user=BATCH), sample(user=ROOT, port=9)]

    assert sampled_programs(ACTIVITY, samples, []) == sampled_programs(ACTIVITY, first, [])
