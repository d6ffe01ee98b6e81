"""Rotas on the command line."""

from tests.cli.programs import Installation


def test_a_rota_is_set_shown_stood_in_and_removed(cmdb: Installation) -> None:
    assert cmdb.run("team", "set", "Web shop", "--role", "responder").code == 0
    assert cmdb.run("user", "add", "eva", "--role", "responder", "--team", "Web shop").code == 0

    times = ("--time-zone", "Europe/Oslo", "--starts-on", "2026-01-05")
    saved = cmdb.run("on-call", "set", "Web shop", "eva", *times, "--assigns")
    wrong = cmdb.run("on-call", "set", "Web shop", "nobody", *times)
    when = ("--from", "2099-01-01T00:00:00Z", "--to", "2099-01-02T00:00:00Z")
    stands = cmdb.run("on-call", "stand-in", "Web shop", "eva", *when).output.strip()
    listed, shifts = cmdb.run("on-call", "list").output, cmdb.run("on-call", "shifts", "Web shop").output
    feed = cmdb.run("on-call", "feed", "phone", "--team", "Web shop").output

    assert (saved.code, wrong.code) == (0, 1)
    assert "eva" in listed
    assert "eva" in shifts
    assert "team=Web%20shop" in feed
    assert cmdb.run("on-call", "take-back", "Web shop", stands).code == 0
    assert cmdb.run("on-call", "remove", "Web shop").code == 0
