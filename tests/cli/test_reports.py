"""`cmdb reports`, with a real server."""

from tests.cli.programs import Installation


def test_what_cannot_be_sent_says_why(installation: Installation) -> None:
    with installation.running():
        unknown = installation.run("reports", "add", "By site", "admin")
        saved = installation.run("queries", "save", "By site", "tab=report&by=site", "--page", "assets")
        ghost = installation.run("reports", "add", "By site", "ghost")
        yearly = installation.run("reports", "add", "By site", "admin", "--every", "year")
        listed = installation.run("reports", "list")
        gone = installation.run("reports", "remove", "rs_nothing")

    assert (unknown.code, "cmdb queries save NAME" in unknown.complaints) == (1, True)
    assert saved.code == 0
    assert (ghost.code, "people 'ghost' has no account" in ghost.complaints) == (1, True)
    assert (yearly.code, "every" in yearly.complaints) == (1, True)
    assert (listed.code, "mail is not set up" in listed.output + listed.complaints) == (0, True)
    assert gone.code == 1
