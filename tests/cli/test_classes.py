"""`cmdb classes` and `cmdb bench lists`."""

from pathlib import Path

import pytest

from cmdb_server.bench.lists import bench_lists
from tests.cli.programs import Installation

PACK = '[classes.till]\nparent = "device"\ndoc = "A till."\n'


def test_the_classes_are_listed_with_where_they_come_from(cmdb: Installation) -> None:
    lines = [line.split("\t") for line in cmdb.run("classes", "list").output.splitlines()]

    assert ["server", "Server", "computer", "built in"] in lines


def test_a_class_pack_is_tried_or_refused_with_its_key(cmdb: Installation, tmp_path: Path) -> None:
    pack = tmp_path / "tills.toml"
    pack.write_text(PACK, encoding="utf-8")
    tried = cmdb.run("classes", "check", str(pack))
    pack.write_text(PACK.replace("device", "devise"), encoding="utf-8")
    refused = cmdb.run("classes", "check", str(pack))

    assert tried.code == 0
    assert tried.output.splitlines()[0] == "0 objects affected, 0 fail"
    assert "0 merge, 0 split, 0 change class" in tried.output
    assert refused.code == 1
    assert "tills.toml: classes.till.parent = 'devise'" in refused.complaints
    assert "did you mean device?" in refused.complaints


def test_the_bench_of_lists_compares_each_filter_with_a_scan(capsys: pytest.CaptureFixture[str]) -> None:
    bench_lists(1000, asked=1)

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 10
    assert "a relationship" in lines[6]
