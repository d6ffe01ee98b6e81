"""`cmdb retention`: how long single events are kept."""

from typing import Any

from tests.cli.programs import Installation


def of_class(cmdb: Installation, ci_class: str) -> dict[str, Any]:
    """What is listed of a class."""
    return next(item for item in cmdb.json("retention", "list") if item["ci_class"] == ci_class)


def test_days_are_listed_set_inherited_and_reset(cmdb: Installation) -> None:
    declared = of_class(cmdb, "switch")
    done = cmdb.run("retention", "set", "device", "--days", "30", "--reason", "audit")
    inherited = of_class(cmdb, "switch")
    told = cmdb.run("retention", "list")
    unknown = cmdb.run("retention", "set", "toaster", "--days", "30")
    reset = cmdb.run("retention", "reset", "device")

    assert (done.code, reset.code) == (0, 0)
    assert (inherited["days"], inherited["of"], inherited["reason"]) == (30, "device", "audit")
    assert "switch\t30 days\tdevice\t" in told.output
    assert (unknown.code, "is no CI class" in unknown.complaints) == (1, True)
    assert of_class(cmdb, "switch") == declared
