"""A person without a mouse."""

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150
# By its name such a button opens a dialog: what is typed next is for that, and goes to the page until it has the focus.
_OPENS_DIALOG = "…"
_DIALOG_HAS_FOCUS = "() => [...document.querySelectorAll('[aria-modal=true]')].at(-1)?.contains(document.activeElement)"


class Keyboard:
    """A person without a mouse: everything is reached with Tab and worked with keys."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def reach(self, target: Locator) -> None:
        """Go on with Tab until the target has the focus."""
        target.wait_for()
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target}")

    def press(self, name: str, role: str = "button") -> None:
        """Press a button, or open what can be opened."""
        target = self._page.get_by_role("button", name=name) if role == "button" else self._page.get_by_label(name)
        self.reach(target.last)
        self._page.keyboard.press("Enter")
        if name.endswith(_OPENS_DIALOG):
            self._page.wait_for_function(_DIALOG_HAS_FOCUS)

    def choose(self, label: str, option: str, value: str) -> None:
        """Type the beginning of an option into a choice."""
        choice = self._page.get_by_label(label, exact=True).locator("visible=true")
        self.reach(choice)
        self._page.keyboard.type(option)
        expect(choice).to_have_value(value)

    def write(self, label: str, text: str) -> None:
        """Type into a field and leave it."""
        self.reach(self._page.get_by_role("textbox", name=label, exact=True).locator("visible=true"))
        self._page.keyboard.type(text)
        self._page.keyboard.press("Tab")
