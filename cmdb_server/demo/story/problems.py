"""What came back: incidents of one kind at one place, the problem behind them, and the change that mended it."""

from collections.abc import Iterator
from dataclasses import dataclass

from cmdb_server.demo.chance import Chance
from cmdb_server.demo.story.acts import DAY, HOUR, Act, in_office_hours, time_text
from cmdb_server.demo.story.changes import Work, acts_of_work
from cmdb_server.demo.story.incidents import Trouble, acts_of
from cmdb_server.demo.story.kinds import KINDS, place_of
from cmdb_server.demo.story.people import INCIDENT_MANAGER, members

_SEEN_BEFORE = 2  # incidents, until somebody sees that there is something behind them


@dataclass(frozen=True)
class Behind:
    """A problem at `host`: incidents of KINDS[`kind`] every `gap` days from `begins` days after the start.

    `mended`: days from its opening until the change that mends it; None: it is not mended yet.
    """

    host: str
    kind: int
    begins: int
    gap: int
    incidents: int
    title: str
    cause: str
    workaround: str
    work: str
    mended: int | None


_BEHIND = (
    Behind("osl-orders-db-01", 0, 3, 6, 4, "Order database fills its log volume", "Archiving stops when the backup is "
           "late.", "Remove archived segments by hand.", "Give the log of the order database a volume of its own", 15),
    Behind("ber-wms-app-01", 2, 6, 5, 5, "Warehouse application runs out of memory", "Each import leaks some 40 MB.",
           "Restart it every Sunday.", "Roll out warehouse application 8.4.2", 21),
    Behind("osl-login-sso-01", 4, 12, 9, 4, "Clocks of the sign-on servers drift", "They ask two time servers that "
           "disagree.", "Start the time service again.", "Let all servers ask the same time servers", 14),
    Behind("osl-acc-02", 9, 20, 8, 3, "Loops in the access network", "Loop guard is off on two floors.",
           "Close the port that the switch names.", "Switch loop guard on at all access switches", 16),
    Behind("osl-report-db-01", 1, 24, 7, 5, "Reports without an index", "The nightly load drops the index.",
           "Build the index by hand.", "Keep the index during the nightly load", None),
    Behind("ham-track-app-01", 3, 34, 10, 4, "Tracking stops after upgrades", "The unit does not wait for the network.",
           "Start it again.", "Let the tracking service wait for the network", 18),
    Behind("osl-erp-web-01", 6, 45, 9, 4, "ERP web servers fill their disks", "Logs are not rotated.",
           "Remove old logs.", "Rotate the logs of the ERP web servers", None),
    Behind("osl-mail-store-01", 2, 58, 8, 3, "Mail store refuses some sessions", "", "", "", None),
)  # fmt: skip


def recurring(chance: Chance, since: int) -> Iterator[Act]:
    """All of it, problem by problem; `since` is when the story begins, in microseconds."""
    for turn, behind in enumerate(_BEHIND):
        yield from _acts(chance, since, turn, behind)


def _acts(chance: Chance, since: int, turn: int, behind: Behind) -> Iterator[Act]:
    key = f"problem:{turn}"
    began = [since + (behind.begins + behind.gap * number) * DAY + 9 * HOUR for number in range(behind.incidents)]
    opened = in_office_hours(began[_SEEN_BEFORE] + 5 * HOUR, chance, key)
    place, kind = place_of(behind.host), KINDS[behind.kind]
    for number, at in enumerate(began):
        trouble = Trouble(f"{key}:{number}", kind, place, at + chance.number(f"{key}:{number}", 0, 300) * 60_000_000)
        yield from acts_of(chance, trouble)
        # Of the first ones it is seen when the problem is opened, of later ones soon.
        seen = max(opened, trouble.began + 3 * HOUR) + HOUR
        yield Act(seen, trouble.record, "set", INCIDENT_MANAGER, values={"problem": f"@{key}"})
    yield from _problem(chance, key, behind, opened)


def _problem(chance: Chance, key: str, behind: Behind, opened: int) -> Iterator[Act]:
    team = place_of(behind.host).team
    who, cause = chance.pick(f"{key}:who", members(team)), {"cause": behind.cause, "cause_ci": behind.host}
    values = {"title": behind.title, "description": "The same trouble for the third time.", "urgency": "2",
              "team": team}  # fmt: skip
    yield Act(opened, key, "open", INCIDENT_MANAGER, "problem", values, (behind.host,))
    yield Act(opened + 20 * HOUR, key, "move", who, "analyse", {"assignee": who})
    yield Act(opened + 20 * HOUR, key, "watch", who, INCIDENT_MANAGER)
    logs = {"title": f"Keep the logs of {behind.host} for a month", "team": team, "due": time_text(opened + 4 * DAY)}
    yield Act(opened + 21 * HOUR, key, "task", who, values=logs)
    if not behind.cause:
        return
    yield Act(opened + 2 * DAY, key, "tick", who, "done", {"note": "Kept on the backup server."})
    known = opened + 3 * DAY
    yield Act(known, key, "move", who, "know", {**cause, "workaround": behind.workaround})
    work = Work(f"{key}:change", behind.work, (behind.host,), begins=opened + (behind.mended or 60) * DAY, minutes=60,
                who=who, problem=f"@{key}")  # fmt: skip
    if behind.mended is None:
        return
    yield from acts_of_work(chance, work)
    done = work.begins + 2 * HOUR
    fixed = {"resolution": f"{behind.work}.", "fixed_by": f"@{work.record}"}
    yield Act(done, key, "move", who, "resolve", {**cause, **fixed})
    yield Act(done + 15 * DAY, key, "move", INCIDENT_MANAGER, "close")
