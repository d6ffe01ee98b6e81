import json
from pathlib import Path

import pytest

from discovery_agent.__main__ import answer
from discovery_agent.errors import FAILED


def recording(folder: Path, name: str, *lines: str) -> Path:
    path = folder / f"{name}.snmprec"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_replay_prints_a_summary_for_each_recording_in_order(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for at in range(6):
        recording(
            tmp_path, f"sw{at}", f"1.3.6.1.2.1.1.1.0|4|RouterOS RB{at}", "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.14988.1"
        )

    code = answer(["replay", "--format", "summary", "--processes", "2", str(tmp_path)])

    summaries = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert code == 0
    assert [summary["model"] for summary in summaries] == [f"RB{at}" for at in range(6)]
    assert {summary["manufacturer"] for summary in summaries} == {"MikroTik"}


def test_a_damaged_recording_is_an_answer_with_its_problem(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    damaged = recording(tmp_path, "damaged", "\x00\x01", "1.3.6.1.2.1.1.5.0|4|name", "what|is|this")

    code = answer(["replay", str(damaged)])

    summary = json.loads(capfd.readouterr().out)
    assert code == 0
    assert summary["name"] == "name"
    assert "2 lines are no OID|tag|value (line 1, 3)" in summary["problems"]


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = answer(["replay", str(tmp_path / "gone.snmprec")])

    assert code == FAILED
    assert "neither a file nor a folder" in capfd.readouterr().err


def test_a_folder_without_recordings_is_an_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = answer(["replay", str(tmp_path)])

    assert code == FAILED
    assert "there are no recordings (*.snmprec, *.sshrec)" in capfd.readouterr().err
