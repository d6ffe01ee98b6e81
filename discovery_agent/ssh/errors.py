"""What stands in the way of a scan over SSH: each with its entry in the table of outcomes."""

from discovery_agent.errors import DiscoveryError
from discovery_agent.scan.outcomes import AttemptOutcome


class SshError(DiscoveryError):
    """A device could not be read; `outcome` says why, the text what is particular to it."""

    def __init__(self, outcome: AttemptOutcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
