"""Devices with several feeds: which groups of these are suggested, and to whom."""

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.suggestions.facts import Facts, Power
from cmdb_server.suggestions.inbox import suggested
from cmdb_server.suggestions.power import suggested_power

BOTH = frozenset({"pdu-a", "pdu-b"})


def drawing(devices: dict[str, Power], groups: dict[str, frozenset[str]] | None = None) -> Facts:
    """Devices with their power, and the groups that there are."""
    return Facts({}, groups or {}, power=devices)


def test_devices_at_the_same_feeds_are_one_suggestion() -> None:
    with_supplies = Power(BOTH, frozenset({"psu1", "psu2"}))
    facts = drawing({"web": Power(BOTH), "db": with_supplies, "old": Power(frozenset({"pdu-a"}))})

    (found,) = suggested_power(facts)

    assert (found.kind, found.cis, found.clients, found.k) == ("group", ("pdu-a", "pdu-b"), ("db", "web"), 1)
    assert (found.title, found.need) == ("Power from pdu-a and pdu-b", "POWERED_BY")
    assert "these draw their power from each of them: db, web" in found.evidence
    assert found in suggested(facts)


def test_another_device_at_the_feeds_does_not_ask_again() -> None:
    (one,), (two,) = (
        list(suggested_power(drawing(dict.fromkeys(devices, Power(BOTH))))) for devices in (["web"], ["web", "db"])
    )

    assert one.key == two.key


def test_a_declared_group_wins_and_who_does_not_need_it_may() -> None:
    supplies = frozenset({"psu1", "psu2"})
    groups = {"feeds": BOTH, "supplies": supplies}
    settled = {"web": Power(BOTH, needs=frozenset({"feeds"})), "db": Power(BOTH, supplies, frozenset({"supplies"}))}

    (found,) = suggested_power(drawing({**settled, "new": Power(BOTH)}, groups))

    assert (found.kind, found.clients, found.cis) == ("edge", ("new",), ("feeds", "pdu-a", "pdu-b"))
    assert not list(suggested_power(drawing({"db": settled["db"]}, {"supplies": supplies})))


@given(st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.sampled_from("uvwxyz"))))
def test_every_device_with_several_feeds_is_asked_about_once(feeds: dict[str, frozenset[str]]) -> None:
    found = list(suggested_power(drawing({device: Power(of) for device, of in feeds.items()})))

    asked = sorted(client for one in found for client in one.clients)
    assert asked == sorted(device for device, of in feeds.items() if len(of) > 1)
    assert all(feeds[client] == set(one.cis) for one in found for client in one.clients)
