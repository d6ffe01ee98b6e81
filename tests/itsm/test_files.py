"""Laws of the names of files, and which files are taken."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.kept_files.checking import KINDS, MOST_BYTES, cleaned_name, refusal


@given(st.text(max_size=300))
def test_a_cleaned_name_hurts_nothing_and_stays_as_it_is(name: str) -> None:
    cleaned = cleaned_name(name)

    assert cleaned
    assert len(cleaned) <= 120
    assert not cleaned.startswith((".", "-", " "))
    assert not set(cleaned) & set("/\\<>:\"|?*%;'`$&{}[]")
    assert all(unicodedata.category(sign)[0] != "C" for sign in cleaned)
    assert cleaned_name(cleaned) == cleaned


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\report.pdf", "report.pdf"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("0. 0.", "0.0"),
        ("nul.txt", "_nul.txt"),
        ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie_ x=1.txt"),
        ("<img src=x onerror=alert(1)>.png", "_img src=x onerror=alert(1)_.png"),
        (".bashrc", "file.bashrc"),
        ("", "file"),
        ("x" * 300 + ".log", "x" * 116 + ".log"),
    ],
)
def test_hostile_names_become_harmless(name: str, cleaned: str) -> None:
    assert cleaned_name(name) == cleaned


@given(st.binary(max_size=64))
def test_what_is_taken_begins_as_its_kind_does(content: bytes) -> None:
    for ending, begins in KINDS.items():
        if refusal(f"a.{ending}", content) is None:
            assert content.startswith(begins) if begins else b"\0" not in content


@pytest.mark.parametrize(
    ("name", "content", "field"),
    [
        ("page.html", b"<script>alert(1)</script>", "name"),
        ("picture.svg", b"<svg onload=alert(1)>", "name"),
        ("setup.exe", b"MZ", "name"),
        ("nothing", b"x", "name"),
        ("picture.png", b"<script>alert(1)</script>", "body"),
        ("notes.txt", b"MZ\0\0", "body"),
        ("notes.txt", b"", "body"),
        ("notes.txt", b"x" * (MOST_BYTES + 1), "body"),
    ],
)
def test_what_is_refused_is_told_with_a_remedy(name: str, content: bytes, field: str) -> None:
    error = refusal(name, content)

    assert error is not None
    assert (error.field, bool(error.remedy)) == (field, True)
