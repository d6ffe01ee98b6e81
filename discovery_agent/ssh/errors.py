"""What stands in the way of a scan over SSH: each with its entry in the table of outcomes."""

from discovery_agent.errors import DiscoveryError
from discovery_agent.scan.outcomes import HOST_KEY_CHANGED, AttemptOutcome
from discovery_agent.scan.shown_key import ShownKey


class SshError(DiscoveryError):
    """A device could not be read; `outcome` says why, the text what is particular to it."""

    def __init__(self, outcome: AttemptOutcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome


class HostKeyError(SshError):
    """A device shows another key than the pinned one: `shown`."""

    def __init__(self, shown: ShownKey, detail: str) -> None:
        super().__init__(HOST_KEY_CHANGED, detail)
        self.shown = shown
