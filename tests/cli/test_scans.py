"""`cmdb credentials`, `cmdb scans`, `cmdb collectors`, `cmdb topology` and `cmdb whynot`."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from discovery_agent.snmp.facts import Facts, Interface
from discovery_agent.snmp.report import Origin, report_of
from graph_schema.report import encode
from tests.cli.programs import Installation


def with_input(cmdb: Installation, text: str, *words: str) -> str:
    """What a command prints that reads secrets from standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "cmdb_server.cli", *words, "--data", str(cmdb.data)],
        env=cmdb.engine.environment({}),
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_credentials_are_kept_from_standard_input_and_scans_are_defined_and_run(
    cmdb: Installation, tmp_path: Path
) -> None:
    plan = tmp_path / "office.json"
    plan.write_text(json.dumps({"name": "office", "ranges": ["10.0.0.0/24"], "cron": "0 2 * * *"}), encoding="utf-8")
    options = ("--option", "authentication=SHA", "--option", "privacy=AES", "--range", "10.0.0.0/24")
    with_input(
        cmdb, "auth-secret-1\npriv-secret-1\n", "credentials", "add", "snmp_v3", "switches", "--user", "m", *options
    )

    changed = cmdb.run("credentials", "set", "switches", "--tag", "core", "--order", "3")
    rotated = with_input(cmdb, "auth-secret-2\npriv-secret-2\n", "credentials", "rotate", "switches")
    (kept,) = cmdb.json("credentials", "list")
    scope = cmdb.run("collectors", "set-scope", "branch", "--site", "Oslo")
    saved = [cmdb.run("scans", "set", str(plan)).code for _ in range(2)]
    preview = cmdb.json("scans", "preview", str(plan))
    again = cmdb.json("scans", "preview", "office")
    started = cmdb.run("scans", "now", "office")
    (run,) = cmdb.json("scans", "runs")
    named = [cmdb.run("scans", "now", *targets).complaints for targets in (["cafe1"], ["cafe1", "10.0.0.1"])]
    cancelled = cmdb.run("scans", "cancel", run["uid"])
    kinds, nobody = cmdb.json("collectors", "trap-kinds"), cmdb.run("collectors", "show", "nobody")
    why = cmdb.run("whynot", "10.0.0.77")

    assert (changed.code, scope.code, saved, cancelled.code) == (0, 0, [0, 0], 0), changed.complaints
    assert (kept["tags"], kept["order"], kept["options"]["privacy"]) == (["core"], 3, "AES")
    assert "new secret" in rotated
    assert (preview["addresses"], again["addresses"]) == (254, 254)
    assert next(kind for kind in kinds if kind["name"] == "linkDown")["rereads"] == ["snmp"]
    assert "'nobody' is no collector" in nobody.complaints
    assert started.output.endswith("254 addresses of office\n")
    assert "no CI is called 'cafe1'" in named[0]
    assert "ranges[0] 'cafe1' is no range of addresses" in named[1]
    assert [entry["name"] for entry in cmdb.json("collectors", "scopes")] == ["branch", "default"]
    assert "- Is a collector there? None is enrolled" in why.output
    assert cmdb.json("scans", "failures") == []
    assert (
        cmdb.run("scans", "remove", "office").code == cmdb.run("credentials", "remove", "switches", "--yes").code == 0
    )


def test_addresses_are_those_of_a_site_or_a_subnet(cmdb: Installation) -> None:
    asked = [cmdb.json("scans", "addresses", *of) for of in (["--site", "Atlantis"], ["--subnet", "10.9.9.0/24"])]

    assert asked == [[], []]
    assert "give a subnet" in cmdb.run("scans", "addresses").complaints


def test_reports_of_a_scan_without_a_server_are_imported_once_and_bad_lines_named(
    cmdb: Installation, tmp_path: Path
) -> None:
    facts = Facts(name="branch-switch", ci_class="switch", serial_number="IMPORTED-1", manufacturer="Cisco")
    facts.interfaces[1] = Interface(1, "Gi0/1")
    report = report_of(facts, Origin("snmp:branch/10.9.8.7", "branch", datetime.now(UTC)))
    file = tmp_path / "reports"
    file.write_bytes(encode(report) + b"\n\n" + b'{"half')

    told = [cmdb.run("import-reports", str(file)) for _ in range(2)]
    found = cmdb.run("find", "branch-switch")
    missing = cmdb.run("import-reports", str(tmp_path / "none"))
    (topology,) = cmdb.json("topology", "show")
    derived = cmdb.run("topology", "derive", "branch")

    assert [done.code for done in (*told, missing)] == [1, 1, 1]
    assert "reports, line 3: no JSON of a report (Input data was truncated)" in told[0].complaints
    assert told[0].complaints.count("line 3") == 1
    assert [done.output.strip() for done in told] == [
        "2 reports: 1 refused, 1 stored.\nTopology of branch: 0 links.",
        "2 reports: 1 refused, 1 unchanged.\nTopology of branch: 0 links.",
    ]
    assert (topology["network_scope"], topology["devices"], topology["links"]) == ("branch", 1, 0)
    assert derived.output.strip() == "branch: 0 links from 1 devices, 0 missing, 0 unmanaged switches."
    assert "branch-switch" in found.output
    assert "cannot be read" in missing.complaints


def test_a_definition_that_is_refused_is_told_each_fault_once(cmdb: Installation, tmp_path: Path) -> None:
    file = tmp_path / "scan.json"
    file.write_text('{"ranges": ["10.0.0.1"], "jitter_minutes": -1, "colour": "red"}')

    refused = cmdb.run("scans", "set", str(file))

    first, *others = refused.complaints.splitlines()
    assert (refused.code, first) == (1, "cmdb: 3 values are refused:")
    assert [line.split(":")[0] for line in others] == ["  name", "  jitter_minutes '-1'", "  colour 'red'"]
