"""Dependencies that predictions missed, and those that proved to be none."""

from cmdb_server.suggestions.facts import Facts, Suggestion, Tried
from cmdb_server.suggestions.misses import suggested_by_misses


def tried(number: str, **verdicts: str) -> Tried:
    """A change to `db`, or its failure, and what was seen of other CIs."""
    return Tried(number, "db", verdicts)


def suggested(*found: Tried, **needs_of: str) -> list[Suggestion]:
    """What follows; `needs_of` are CIs by one letter."""
    return list(
        suggested_by_misses(Facts({}, tried=found, needs_of={ci: frozenset(of) for ci, of in needs_of.items()}))
    )


def test_what_went_down_twice_and_nobody_foretold_needs_what_was_worked_on() -> None:
    (found,) = suggested(
        tried("CHG1", a="elsewhere", db="hit"), tried("INC2", a="unexpected"), tried("CHG3", a="missing")
    )

    assert (found.kind, found.clients, found.cis, found.weight) == ("missed", ("a",), ("db",), 2)
    assert found.evidence[0].endswith("in 2 of 3 times that db was worked on or failed: CHG1, INC2")
    assert (found.key, found.title) == ("missed:a:db", "a needs db")


def test_one_time_and_the_fewer_part_of_the_times_are_chance() -> None:
    once = suggested(tried("CHG1", a="elsewhere"), tried("CHG2"))
    rarely = suggested(*(tried(f"CHG{turn}", a="elsewhere" if turn < 2 else "hit") for turn in range(5)))

    assert once == rarely == []


def test_what_went_down_with_what_it_needs_is_not_asked_of() -> None:
    both = (tried(f"CHG{turn}", a="elsewhere", b="elsewhere") for turn in range(2))

    assert [found.key for found in suggested(*both, a="b")] == ["missed:b:db"]


def test_what_went_on_working_without_what_it_needs_needs_it_less() -> None:
    calm = [Tried(f"CHG{turn}", "x", {"a": "missing", "b": "missing"}) for turn in range(2)]

    (found,) = suggested(*calm, a="x", b="a")
    hit_once = suggested(*calm, Tried("INC9", "x", {"a": "hit"}), a="x", b="a")
    once = suggested(calm[0], a="x")

    assert (found.kind, found.clients, found.cis) == ("doubted", ("a",), ("x",))
    assert found.evidence == (
        "a went on working 2 times while x did not", "it was foretold to go down: CHG0, CHG1",
    )  # fmt: skip
    assert hit_once == once == []
