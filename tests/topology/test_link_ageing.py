"""What becomes of links: a pure function of what is seen now, what was before, and who looked when."""

from cmdb_server.topology.estate import Link
from cmdb_server.topology.link_ageing import Witnesses, with_missing
from graph_schema.ageing import ages

DAY = 86_400_000_000
RULE = ages(stale_days=7, stale_attempts=3, retired_days=90, retired_attempts=10)
LINK = Link("pc:eth0", "sw:1", "access", ("forwarding",), 0.9, "sw 1 sees nobody but pc")


def looked(day: int, *stale: str, **devices: str) -> Witnesses:
    owners = {"pc:eth0": "pc", "sw:1": "sw", "sw:2": "sw", **devices}
    return Witnesses(owners, {"sw": day * DAY}, {"sw": RULE}, frozenset(stale))


def test_a_link_that_follows_from_tables_that_nobody_reads_any_longer_is_as_old_as_these() -> None:
    (found,) = with_missing([LINK], [], looked(3, "sw"))

    assert (found.missing_since, found.confidence) == ("1970-01-04T00:00:00Z", 0.3)
    assert with_missing([LINK], [found], looked(9)) == [LINK]


def test_a_link_that_nobody_would_see_has_nobody_to_speak_for_it() -> None:
    assert with_missing([], [LINK], Witnesses({"pc:eth0": "pc", "sw:1": "sw"}, {}, {"sw": RULE})) == []
    assert with_missing([], [LINK], looked(3, **{"sw:1": ""})) == []


def test_what_is_behind_something_ends_only_when_the_machine_itself_is_elsewhere() -> None:
    behind = LINK._replace(source="pc2:eth0", through="phone")
    devices = {"pc2:eth0": "pc2"}

    stays = with_missing([LINK], [behind], looked(3, **devices))
    moved = with_missing([behind._replace(target="sw:2", through="")], [behind], looked(3, **devices))

    assert [link.source for link in stays] == ["pc:eth0", "pc2:eth0"]
    assert [link.target for link in moved] == ["sw:2"]
