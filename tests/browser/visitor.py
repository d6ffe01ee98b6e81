"""A person in front of the pages, and what the browser says of them."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, Literal

import pytest
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

from cmdb_server.services import Services

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
Theme = Literal["light", "dark"]
_PATIENCE = 60.0  # seconds for a page on a busy machine
_QUIET = 0.3  # seconds without a request or an answer, after which a page asks for nothing more
_LOOK_AGAIN_MS = 50
THEMES: tuple[Theme, ...] = ("dark", "light")  # ends in the one that the visit began in
# Of an element that is not drawn an animation may never end, so there is a longest time.
_END_OF_TRANSITIONS = """async () => {
    const passing = document.getAnimations().filter(a => a.effect.getComputedTiming().endTime !== Infinity);
    const enough = new Promise(resolve => setTimeout(resolve, 3000));
    await Promise.race([Promise.allSettled(passing.map(a => a.finished)), enough]);
}"""
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_COLOUR_RULES = ["color-contrast", "link-in-text-block"]
# Colours take nearly all of axe's time, and rows beyond these are drawn like the ones before them.
_FURTHER_ROWS = [[f"{row}:nth-child(n+9)"] for row in ("tr", "[role=row]", "li")]
_COLOURS = [{"exclude": _FURTHER_ROWS}, {"runOnly": {"type": "rule", "values": _COLOUR_RULES}}]
_ALL_ELSE = [
    {"include": [["html"]]},
    {"runOnly": {"type": "tag", "values": _STANDARDS}, "rules": {rule: {"enabled": False} for rule in _COLOUR_RULES}},
]
_RULES: dict[Theme, list[list[Any]]] = {"dark": [_COLOURS], "light": [_COLOURS, _ALL_ELSE]}
# A dialog takes the focus when it has come in; keys before that go to the page behind it.
_AWAITS_FOCUS = """() => {
    const dialog = [...document.querySelectorAll("[aria-modal=true]")].at(-1);
    return dialog !== undefined && !dialog.contains(document.activeElement);
}"""
_RUN_AXE = """async ([where, rules]) => {
    const found = await axe.run(where, rules);
    return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(" | ")}`);
}"""


@dataclass(frozen=True)
class Site:
    """A server with something to look at; `password` is the first administrator's."""

    url: str
    password: str
    services: Services


@dataclass
class Visitor:
    """A page of a browser and the server that it shows; `complaints` are errors and requests to other hosts."""

    page: Page
    site: Site
    complaints: list[str] = field(default_factory=list[str])
    _unanswered: set[Request] = field(default_factory=set[Request], init=False)
    _workers: set[str] = field(default_factory=set[str], init=False)
    _moved_at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        """Listen to what goes wrong, and to what is being fetched."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.on("request", self._requested)
        self.page.on("requestfinished", self._answered)
        self.page.on("requestfailed", self._answered)
        self.page.on("worker", lambda worker: self._workers.add(worker.url))

    def go(self, path: str) -> None:
        """Open an address and wait until nothing is loading any more."""
        self.page.goto(self.site.url + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the page shows what it was fetching: nothing is on its way, and nothing new was asked for a while.

        Not by "networkidle": the browser does not always tell the end of the request for a worker's script.
        """
        loading = self.page.get_by_role("status", name="Loading")
        latest = monotonic() + _PATIENCE
        while (
            (waited_for := self._on_the_way())
            or loading.count()
            or monotonic() < self._moved_at + _QUIET
            or self.page.evaluate(_AWAITS_FOCUS)
        ):
            if monotonic() > latest:
                pytest.fail(f"{self.page.url} still loads after {_PATIENCE} s: {waited_for or 'its own words'}")
            self.page.wait_for_timeout(_LOOK_AGAIN_MS)

    def find(self, text: str) -> None:
        """Type into the palette and open the first hit, by keyboard only."""
        self.page.keyboard.press("Control+k")
        expect(self.page.get_by_role("combobox", name="Search")).to_be_focused()
        self.page.keyboard.type(text)
        expect(self.page.get_by_role("option").first).to_contain_text(re.compile(r"\S"))
        expect(self.page.get_by_role("dialog").get_by_role("status")).to_contain_text("hit")
        self.page.keyboard.press("Enter")
        self.settle()

    def heading(self, name: str | re.Pattern[str]) -> Locator:
        """The page's main heading."""
        return self.page.get_by_role("heading", level=1, name=name)

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA on the page: everything in the light theme, colours in the dark."""
        # Not as a script element: the content security policy is part of what is tested.
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return [f"{theme}: {found}" for theme in THEMES for found in self._violations_in(theme)]

    def _violations_in(self, theme: Theme) -> list[str]:
        self.page.emulate_media(color_scheme=theme)
        # The reference has no scripts, so it follows the theme by style alone.
        shown = f"html[data-mantine-color-scheme='{theme}'], html:not([data-mantine-color-scheme])"
        expect(self.page.locator(shown)).to_have_count(1)
        self.page.evaluate(_END_OF_TRANSITIONS)
        return [str(entry) for rules in _RULES[theme] for entry in self.page.evaluate(_RUN_AXE, rules)]

    def uid_of(self, name: str) -> str:
        """The uid of the CI that has exactly this name, the first where several have it."""
        hits = self.site.services.index.search(name, 20)
        return next(hit.uid for hit in hits if hit.name == name)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.site.url, "blob:", "data:")):
            self.complaints.append(f"request to {request.url}")
        self._unanswered.add(request)
        self._moved_at = monotonic()

    def _answered(self, request: Request) -> None:
        self._unanswered.discard(request)
        self._moved_at = monotonic()

    def _on_the_way(self) -> list[str]:
        return sorted({request.url for request in self._unanswered} - self._workers)
