"""`cmdb availability`, `cut-sets`, `cannot-start` and `collide`."""

from tests.cli.programs import Installation


def test_availability_is_told_in_words_and_in_numbers(cmdb: Installation) -> None:
    found = cmdb.json("availability", "app1")
    shown = cmdb.run("availability", "app1").output

    assert found["method"] == "exact"
    assert "of the time" in shown
    assert "a year down" in shown


def test_cut_sets_and_circles_are_listed(cmdb: Installation) -> None:
    assert cmdb.json("cut-sets", "app1", "--order", "3")["order"] == 3
    assert "sets of CIs that take it down" in cmdb.run("cut-sets", "app1").output
    assert cmdb.json("cannot-start")["total"] == 0
    assert "0 CIs cannot start" in cmdb.run("cannot-start").output


def test_changes_collide_in_their_windows_only(cmdb: Installation) -> None:
    both = ("--change", "a=db1", "--change", "b=db1,app1")
    windows = ("2027-01-01T00:00:00Z/2027-01-01T02:00:00Z", "2027-01-01T02:00:00Z/2027-01-01T03:00:00Z")

    found = cmdb.json("collide", *both)

    assert "same_ci" in found["pairs"][0]["words"]
    assert "both work on db1" in cmdb.run("collide", *both).output
    apart = cmdb.run("collide", *both, "--window", f"a={windows[0]}", "--window", f"b={windows[1]}")
    assert apart.output.strip() == "nothing collides"
    assert cmdb.run("collide", "--change", "a").code == 1
    assert cmdb.run("collide", *both, "--window", "c=x/y").code == 1
