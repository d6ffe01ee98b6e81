"""Locked dependencies: with hashes, without the address of any registry, without programs run at installation."""

import json
import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

PYTHON_LOCKS = sorted((ROOT / "deploy" / "locks").glob("*.txt"))
FRONT_END_LOCK = ROOT / "web" / "package-lock.json"


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda lock: lock.stem)
def test_python_packages_are_locked_by_hash_and_without_addresses(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\w)", text.strip())

    assert all(re.match(r"[\w.\[\]-]+==\S+ .*--hash=sha256:", entry, re.DOTALL) for entry in entries)
    assert "://" not in text


def test_front_end_packages_are_locked_by_hash_and_without_addresses() -> None:
    packages: dict[str, dict[str, object]] = json.loads(FRONT_END_LOCK.read_text(encoding="utf-8"))["packages"]
    packages.pop("")

    assert all("integrity" in entry for entry in packages.values())
    assert not any("resolved" in entry for entry in packages.values())


def test_no_front_end_package_runs_a_program_when_it_is_installed() -> None:
    assert "hasInstallScript" not in FRONT_END_LOCK.read_text(encoding="utf-8")
