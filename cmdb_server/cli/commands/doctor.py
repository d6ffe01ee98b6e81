"""`cmdb doctor`: what is wrong with this installation, and what to do."""

from dataclasses import asdict

import typer

from cmdb_server.cli.options import AsJson, DataDir
from cmdb_server.cli.screen import output
from cmdb_server.doctor.diagnosis import diagnose
from cmdb_server.settings import load_settings

_GLYPHS = {"ok": "●", "warning": "▲", "failure": "■"}
_STYLES = {"ok": "green", "warning": "yellow", "failure": "bold red"}
_SICK = 1


def command(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """Look at data directory, engine, front end, machine and the running server. Exit code 1: something is broken."""
    findings = list(diagnose(load_settings(data_dir=data)))
    if as_json:
        output.print_json(data=[{"check": name, **asdict(finding)} for name, finding in findings])
    else:
        for name, finding in findings:
            line = f"{_GLYPHS[finding.severity]} {name}: {finding.text}"
            output.print(line, style=_STYLES[finding.severity], markup=False, soft_wrap=True)
            if finding.remedy:
                output.print(f"    {finding.remedy}", markup=False, soft_wrap=True)
    if any(finding.severity == "failure" for _, finding in findings):
        raise typer.Exit(_SICK)
