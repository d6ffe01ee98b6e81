"""The page of a contract shows its terms."""

from playwright.sync_api import expect

from cmdb_server.itsm.workflow import Worker
from tests.browser.visitor import Visitor


def test_the_page_of_a_contract_shows_when_it_ends_and_by_when_notice_is_given(visitor: Visitor) -> None:
    services, page = visitor.site.services, visitor.page
    values = {"title": "Support of servers", "ends_on": "2099-12-31", "renews_months": "12", "notice_months": "3"}
    keeper = Worker("kim", may_work=True)
    made = services.desk.open(services.desk.types["contract"], values, (), (keeper, services.impact))
    page.set_viewport_size({"width": 390, "height": 800})

    visitor.go(f"/contracts/{made.number}")

    table = page.get_by_role("table", name="Terms")
    expect(table.get_by_role("row").nth(1)).to_contain_text("2099-12-31")
    expect(table.get_by_role("row").nth(1)).to_contain_text("2099-09-30")
    expect(table.get_by_role("row").nth(1)).to_contain_text("goes on")
    assert visitor.violations() == []
