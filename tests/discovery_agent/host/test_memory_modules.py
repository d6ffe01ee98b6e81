"""Memory modules out of the firmware's table."""

import struct
from pathlib import Path
from typing import Any, cast

from discovery_agent.host.collector import NotAvailable, Reading
from discovery_agent.host.collectors.memory_modules import TABLE, read
from discovery_agent.host.dmi import structures
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.machine import Machine
from tests.discovery_agent.host.fake_root import make


def memory_device(size: int, *strings: str, extended: int = 0, kind: int = 0x1A, speed: int = 3200) -> bytes:
    """A structure of type 17 (DSP0134, 7.18): slot, bank, maker, serial number, part number as strings 1 to 5."""
    area = struct.pack("<BBH", 17, 0x20, 0x1000)
    area += struct.pack("<HHHHH", 0, 0, 64, 64, size)
    area += struct.pack("<BBBBB", 9, 0, 1, 2, kind)
    area += struct.pack("<HH", 0, speed)
    area += struct.pack("<BBBB", 3, 4, 0, 5)
    area += struct.pack("<BI", 0, extended)
    return area + b"".join(text.encode() + b"\0" for text in strings) + (b"\0" if strings else b"\0\0")


END = struct.pack("<BBH", 127, 4, 0xFEFF) + b"\0\0"


def modules_of(root: Path, table: bytes) -> list[dict[str, Any]]:
    answer = read(Machine(make(root, {TABLE.lstrip("/"): table})))
    return cast("list[dict[str, Any]]", cast("Reading[Any]", answer).facts)


def test_a_module_tells_size_slot_maker_and_serial_number(tmp_path: Path) -> None:
    table = memory_device(16384, "A1", "BANK 0", "Samsung", "03B4C5D6", "M393A2K43DB3-CWE") + END

    (module,) = modules_of(tmp_path, table)

    assert module == {
        "slot": "A1",
        "bank": "BANK 0",
        "size_bytes": 16 << 30,
        "memory_type": "DDR4",
        "speed_mtps": 3200,
        "manufacturer": "Samsung",
        "serial_number": "03B4C5D6",
        "part_number": "M393A2K43DB3-CWE",
    }


def test_an_empty_slot_is_no_module(tmp_path: Path) -> None:
    assert modules_of(tmp_path, memory_device(0, "A2", "BANK 0") + memory_device(0xFFFF, "A3", "B") + END) == []


def test_large_and_tiny_modules_have_units_of_their_own(tmp_path: Path) -> None:
    table = memory_device(0x7FFF, "A1", "B", extended=65536) + memory_device(0x8200, "A2", "B", speed=0xFFFF) + END

    large, tiny = modules_of(tmp_path, table)

    assert (large["size_bytes"], tiny["size_bytes"], tiny["speed_mtps"]) == (64 << 30, 512 << 10, None)


def test_what_makers_leave_in_the_place_of_a_text_is_nothing(tmp_path: Path) -> None:
    table = memory_device(1024, "DIMM_A1", "Not Specified", "Unknown", "00000000", "To Be Filled By O.E.M.") + END

    (module,) = modules_of(tmp_path, table)

    assert (module["bank"], module["manufacturer"], module["serial_number"]) == (None, None, None)
    assert module["part_number"] is None


def test_a_table_that_is_cut_off_gives_what_is_whole(tmp_path: Path) -> None:
    whole = memory_device(1024, "A1", "B", "Samsung", "1234", "X")

    assert [module["slot"] for module in modules_of(tmp_path, whole + whole[:30])] == ["A1"]


def test_nothing_of_a_table_is_read_twice_or_beyond_its_end() -> None:
    assert list(structures(b"")) == []
    assert list(structures(b"\x11\x02\0\0\0\0")) == []


def test_a_machine_without_the_table_says_so(tmp_path: Path) -> None:
    answer = read(Machine(LocalSystem(str(tmp_path))))

    assert isinstance(answer, NotAvailable)
    assert "SMBIOS" in answer.reason
