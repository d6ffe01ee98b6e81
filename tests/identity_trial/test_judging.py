"""How an identity trial is judged."""

from cmdb_server.identity_trial.judging import Verdict, judge

TRUTH = {("s", name): number for name, number in (("a", 1), ("b", 1), ("c", 1), ("d", 2))}


def found(**cis: str) -> dict[tuple[str, str], str]:
    """The CI of each record."""
    return {("s", name): ci for name, ci in cis.items()}


def test_pairs_put_together_and_left_apart_are_counted() -> None:
    verdict = judge(TRUTH, found(a="x", b="x", c="y", d="y"), set())

    assert verdict == Verdict(together=2, rightly=1, belonging=3, asked=0)
    assert (verdict.precision, round(verdict.recall, 2), verdict.missed) == (0.5, 0.33, 2)


def test_a_miss_is_asked_about_when_right_answers_would_join_the_pair() -> None:
    apart = found(a="x", b="y", c="z", d="w")

    assert judge(TRUTH, apart, {frozenset("xy"), frozenset("yz")}).asked == 3
    assert judge(TRUTH, apart, {frozenset("xw"), frozenset("wz")}).asked == 0


def test_nothing_put_together_is_nothing_wrong() -> None:
    verdict = judge({("s", "a"): 1}, found(a="x"), set())

    assert (verdict.precision, verdict.recall) == (1.0, 1.0)
