"""Software that nobody runs is told, let go with a reason and that taken back, by keyboard alone on a small screen."""

from datetime import UTC, datetime

from playwright.sync_api import expect

from cmdb_server.graph_store.query import Query
from cmdb_server.ingest.validation import decode
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.ci_classes.workstation import Workstation
from graph_schema.relationships import HAS_INSTALLED, RUNS_ON
from graph_schema.report import Report, Root, Section, encode
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Visitor

# Nobody can wait for as long as software has to be watched.
LONG_AGO = Query(
    "test.long_ago",
    """
    MATCH (p:CI)-[r:RUNS_ON]->(m:CI {uid: $uid})
    MATCH (m)-[h:HAS_INSTALLED]->(:CI)
    SET r.valid_from = 1, h.valid_from = 1
    """,
)


def test_unused_software_is_let_go(visitor: Visitor) -> None:
    uid = watched_desk(visitor)
    page, keys = visitor.page, Keyboard(visitor.page)
    page.set_viewport_size({"width": 390, "height": 800})
    visitor.go("/harvest")
    proposals = page.get_by_role("table", name="What may go")
    expect(proposals.get_by_role("row", name="drawing-desk")).to_contain_text("were never seen")
    assert visitor.violations() == []

    keys.press("Accept that Microsoft Visio Professional 2021 goes from drawing-desk")
    visitor.settle()
    page.keyboard.type("She draws elsewhere now")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_contain_text("Accepted: it shall go from drawing-desk.")
    decided = page.get_by_role("table", name="Decided")
    expect(decided.get_by_role("row", name="drawing-desk")).to_contain_text("She draws elsewhere now")
    assert [one.parts for one in visitor.site.services.harvest.decisions()] == [((uid, "Microsoft", "Visio"),)]
    assert visitor.violations() == []

    keys.press("Take back what was decided on drawing-desk")
    expect(page.locator("[data-result]")).to_contain_text("is taken back")
    expect(decided).to_have_count(0)


def watched_desk(visitor: Visitor) -> str:
    """The uid of a desk that an agent has watched for very long, with Visio that nobody ran."""
    services = visitor.site.services
    computer, programs = Section("computer"), Section("programs", enumerates=("software_instance",))
    desk = computer.add(Workstation(name="drawing-desk", serial_number="SN-DRAWING", manufacturer="Lenovo"))
    shell = SoftwareInstance(name="explorer", process_name="explorer.exe", instance_key="path:explorer")
    programs.relate(programs.add(shell), RUNS_ON, desk)
    software = Section("packages", enumerates=("software_release",))
    visio = SoftwareRelease(publisher="Microsoft", product="Microsoft Visio Professional 2021", version="16.0.14332")
    software.relate(desk, HAS_INSTALLED, software.add(visio))
    root, moment = Root(desk, "workstation"), datetime.now(UTC).isoformat()
    sent = Report("drawing-desk-1", "agent:drawing-desk", moment, root, (computer, programs, software))
    services.ingest.accept(decode(encode(sent), services.registry), "test")
    uid = visitor.uid_of("drawing-desk")
    services.store.write(lambda tx: tx.run(LONG_AGO, uid=uid))
    return uid
