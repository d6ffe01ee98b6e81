"""What people do to CIs, and how it enters the question: ONE ENTRY per action."""

from dataclasses import dataclass

from impact import State


@dataclass(frozen=True)
class Action:
    """While the action lasts, the CI it is done to is in `state`."""

    name: str
    doc: str
    state: State


ACTIONS = {
    action.name: action
    for action in (
        Action("power_off", "Switched off until somebody switches it on.", State.DOWN),
        Action("restart", "Away while it restarts.", State.DOWN),
        Action("upgrade", "Stopped while its software is replaced.", State.DOWN),
    )
}
