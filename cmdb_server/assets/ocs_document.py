"""The XML of OCS Inventory as a table: a row for each machine, and one for each of its monitors. It may be hostile."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cmdb_server.imports.refusals import refused
from cmdb_server.imports.tables import MAX_FILE_BYTES, Contents, Reading, table_of

_COLUMNS = (
    "HARDWARE NAME", "BIOS SSN", "BIOS SMANUFACTURER", "BIOS SMODEL", "BIOS TYPE", "BIOS ASSETTAG", "HARDWARE USERID",
    "HARDWARE DESCRIPTION", "ACCOUNTINFO TAG",
)  # fmt: skip
_MOST_MACHINES = 5_000


def is_document(content: bytes) -> bool:
    """Whether a file is XML."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def read_document(content: bytes) -> Contents:
    """The one table of a document. Raises ImportRefusedError."""
    if len(content) > MAX_FILE_BYTES:
        raise refused("file", len(content), f"is larger than {MAX_FILE_BYTES >> 20} MB", "split it")
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise refused("file", str(error)[:100], "is no XML that is read", "give what OCS wrote, unchanged") from error
    machines = [one for one in root.iter() if one.find("BIOS") is not None or one.find("HARDWARE") is not None]
    if not machines:
        raise refused("file", root.tag[:100], "holds no machine", "give the XML of an inventory of OCS")
    if len(machines) > _MOST_MACHINES:
        raise refused("file", len(machines), "has too many machines", f"split it: {_MOST_MACHINES} at once")
    rows = [row for machine in machines for row in _rows(machine)]
    numbered = [(number, row) for number, row in enumerate([list(_COLUMNS), *rows], start=1)]
    return Contents("xml", Reading(), (table_of("machines", numbered, 1),))


def _rows(machine: Element) -> Iterator[list[str | None]]:
    yield [_text(machine, *column.split(" ")) for column in _COLUMNS]
    user = _text(machine, "HARDWARE", "USERID")
    for monitor in machine.findall("MONITORS"):
        said = [(monitor.findtext(name) or "").strip() for name in ("CAPTION", "SERIAL", "MANUFACTURER")]
        if any(said):
            yield [said[0] or said[2] or "Monitor", said[1], said[2], said[0], "Monitor", None, user, None, None]


def _text(machine: Element, section: str, name: str) -> str | None:
    return _account(machine, name) if section == "ACCOUNTINFO" else _stripped(machine.find(f"{section}/{name}"))


def _account(machine: Element, name: str) -> str | None:
    """What is said of a machine by people: agents name key and value, the web service the entry."""
    of_agent = ((one.findtext("KEYNAME"), one.find("KEYVALUE")) for one in machine.findall("ACCOUNTINFO"))
    of_service = ((one.get("Name"), one) for one in machine.findall("ACCOUNTINFO/ENTRY"))
    return next((_stripped(value) for key, value in (*of_agent, *of_service) if key == name), None)


def _stripped(element: Element | None) -> str | None:
    return ((element.text or "").strip() or None) if element is not None else None
