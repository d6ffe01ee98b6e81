"""`cmdb leavers`, with a real server that has no directory."""

from tests.cli.programs import Installation


def test_who_leaves_is_said_in_one_way_and_a_directory_that_is_not_set_is_told(cmdb: Installation) -> None:
    shown = cmdb.run("leavers", "directory")
    asked = cmdb.run("leavers", "list", "--directory")
    nobody, twice = cmdb.run("leavers", "list"), cmdb.run("leavers", "list", "Eva", "--directory")
    named = cmdb.run("leavers", "list", "Eva")

    assert (shown.code, "set CMDB_LDAP_HOST and CMDB_LDAP_BASE" in shown.output) == (0, True)
    assert (asked.code, "set CMDB_LDAP_HOST and CMDB_LDAP_BASE" in asked.complaints) == (1, True)
    assert ["--directory" in one.complaints for one in (nobody, twice)] == [True, True]
    assert named.code == 0
