"""Whether several claim a value at the same time."""

from cmdb_server.duplicates.lifetimes import ALIVE_WITHIN, Lifetime, are_alive_together, is_quarantined


def test_who_replaced_another_was_not_alive_with_it() -> None:
    assert not are_alive_together([Lifetime(1, 5)], [Lifetime(6, 9)])
    assert are_alive_together([Lifetime(1, 7)], [Lifetime(6, 9)])


def test_who_was_last_heard_of_long_ago_is_not_alive() -> None:
    assert not are_alive_together([Lifetime(1, 5)], [Lifetime(1, 6 + ALIVE_WITHIN)])


def test_what_many_claim_is_junk_whenever_they_lived() -> None:
    assert is_quarantined(["a", "b", "c", "d"], {})
    assert not is_quarantined(["a", "b"], {"a": [Lifetime(1, 2)], "b": [Lifetime(3, 4)]})
    assert is_quarantined(["a", "b"], {"a": [Lifetime(1, 3)], "b": [Lifetime(3, 4)]})
    assert not is_quarantined(["a", "retired"], {"a": [Lifetime(1, 3)]})
