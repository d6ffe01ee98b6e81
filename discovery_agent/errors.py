"""The root of the agent's errors. Subclasses live beside the code that raises them and say what to do."""

from typing import ClassVar

DONE, WAITING, USAGE, REFUSED, REJECTED, FAILED = range(6)
EXIT_CODES = {
    DONE: "done; of `once` and `send`: the server has acknowledged the report",
    WAITING: "the server is away or busy; the report waits in the spool and is sent later",
    USAGE: "a wrong option or setting",
    REFUSED: "the agent is not enrolled, or the server does not accept it",
    REJECTED: "the server refuses the report as a whole; it lies in the folder rejected with the reason",
    FAILED: "something on this machine stands in the way; the text says what; of `scan`: nobody was found or read",
}


class DiscoveryError(Exception):
    """Something the agent cannot do; the text names what is wrong and the remedy."""

    exit_code: ClassVar[int] = FAILED
