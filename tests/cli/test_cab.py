"""Minutes of the board of changes on the command line."""

from tests.cli.programs import Installation


def test_minutes_are_written_printed_and_closed(cmdb: Installation) -> None:
    number = cmdb.run("record", "open", "Patch it", "--type", "change").output.strip()
    meeting = cmdb.run("cab", "open", "2026-12-01T09:00:00Z", "--change", number, "--chair", "Carla").output.strip()

    wrong = cmdb.run("cab", "write", meeting, "--note", "nothing")
    written = cmdb.run("cab", "write", meeting, "--present", "Carla", "--present", "Ove", "--note", f"{number}=Later")
    closed = cmdb.run("cab", "close", meeting)
    late = cmdb.run("cab", "write", meeting, "--remarks", "more")
    shown, listed = cmdb.run("cab", "show", meeting).output, cmdb.run("cab", "list", "--change", number).output
    other = cmdb.run("cab", "open", "2026-12-08T09:00:00Z").output.strip()

    assert (wrong.code, written.code, closed.code) == (2, 0, 0)
    assert late.code == 1
    for text in (
        "Present: Carla, Ove",
        f"1. {number} Patch it",
        "not voted on (Draft), not planned",
        "Later",
        "Closed by",
    ):
        assert text in shown
    assert (meeting in listed, other in listed) == (True, False)
    assert cmdb.run("cab", "discard", other).code == 0
