"""`cmdb acceptance`, with a real server."""

import json
from pathlib import Path
from typing import Any

from tests.cli.programs import Installation

TERMS: dict[str, Any] = {"texts": [{"name": "All", "text": "Bring it back.", "categories": []}]}


def test_terms_are_set_holders_asked_and_what_waits_is_listed(installation: Installation, tmp_path: Path) -> None:
    file, damaged = tmp_path / "terms.json", tmp_path / "damaged.json"
    file.write_text(json.dumps(TERMS), encoding="utf-8")
    damaged.write_text(json.dumps({"texts": ["x"]}), encoding="utf-8")
    with installation.running():
        wrong = installation.run("acceptance", "set-terms", str(damaged))
        saved = installation.run("acceptance", "set-terms", str(file))
        shown = json.loads(installation.run("acceptance", "terms", "--json").output)
        file.write_text(json.dumps(shown), encoding="utf-8")
        again = installation.run("acceptance", "set-terms", str(file))
        opened = installation.run(
            "record", "open", "Notebook", "--type", "asset", "--set", "asset_tag=T-1", "--set", "holder=Eva"
        )
        number = opened.output.split()[0]
        moved = installation.run("record", "move", number, "receive")
        assigned = installation.run("record", "move", number, "assign")
        waiting = installation.run("acceptance", "list")
        stopped = installation.run("acceptance", "stop", number)
        asked = installation.run("acceptance", "ask", number, "AST9999999")

    assert (wrong.code, "texts" in wrong.complaints) == (1, True)
    assert (saved.code, again.code, shown["texts"][0]["version"]) == (0, 0, 1)
    assert (opened.code, moved.code, assigned.code) == (0, 0, 0), opened.complaints + moved.complaints
    assert waiting.output.splitlines()[0].split("\t")[:3] == [number, "Notebook", "Eva"]
    assert "1 are waiting, 1 of them reach nobody" in waiting.output + waiting.complaints
    assert "1 not asked any longer" in stopped.output + stopped.complaints
    assert (asked.code, "AST9999999 is no asset" in asked.output + asked.complaints) == (1, True)
