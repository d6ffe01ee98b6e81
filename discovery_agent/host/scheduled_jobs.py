"""Scheduled jobs: lines of crontabs, and timers of systemd with what their services start."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from discovery_agent.host.application import Files
from discovery_agent.host.later import later

PATTERNS = (
    "/etc/crontab",
    "/etc/cron.d/*",
    "/etc/systemd/system/*.timer",
    "/etc/systemd/system/*.service",
    "/var/spool/cron/crontabs/root",
    "/var/spool/cron/root",
)
_MAX_JOBS = 1000
_OF_ROOT = ("/var/spool/cron/crontabs/root", "/var/spool/cron/root")
_RUN_PARTS = later(r"[A-Za-z0-9_-]+")
_LINE = later(r"(@[a-z]+|(?:[\d*,/~-]+[ \t]+){2}(?:[\w*,/~#?-]+[ \t]+){2}[\w*,/~#?-]+)[ \t]+(.*)")
_SETTING = later(r"([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*)")
_NUMBER = later(r"\d{1,2}")


class Job(NamedTuple):
    """A command that is started at times, by whom, where that is written, and what is set for it."""

    file: str
    schedule: str
    user: str
    command: str
    environment: tuple[tuple[str, str], ...] = ()
    unit: str = ""


def read_jobs(files: Files) -> list[Job]:
    """The scheduled jobs of a machine."""
    system = ["/etc/crontab", *(path for path in files.matching("/etc/cron.d/*") if _is_read(path))]
    tables = [*((path, "") for path in system), *((path, "root") for path in _OF_ROOT)]
    found = (job for path, user in tables for job in _jobs_of_table(path, user, files.text(path) or ""))
    return list(islice((job for jobs in (found, _timers(files)) for job in jobs), _MAX_JOBS))


def in_words(schedule: str) -> str:
    """When a job runs: `only at 02:30` where it is so, and as it is written."""
    fields = schedule.split()
    if len(fields) > 1 and all(_NUMBER().fullmatch(field) for field in fields[:2]):
        return f"only at {int(fields[1]):02}:{int(fields[0]):02} ({schedule})"
    return f"only at {schedule}"


def _is_read(path: str) -> bool:
    """Whether cron reads a file of cron.d: those of editors and package managers it does not."""
    return bool(_RUN_PARTS().fullmatch(path.rpartition("/")[2]))


def _jobs_of_table(path: str, user: str, text: str) -> Iterator[Job]:
    """The lines of a crontab(5); in one of the system the user stands before the command."""
    environment: dict[str, str] = {}
    for line in text.splitlines()[:_MAX_JOBS]:
        plain = line.strip()
        setting = _SETTING().fullmatch(plain)
        if setting:
            environment[setting[1]] = setting[2].strip("\"'")
            continue
        found = _LINE().fullmatch(plain) if plain[:1] not in ("#", "") else None
        if found is None:
            continue
        who, command = (user, found[2]) if user else (*found[2].split(None, 1), "", "")[:2]
        shown = re.split(r"(?<!\\)%", command, maxsplit=1)[0].replace("\\%", "%")
        yield Job(path, " ".join(found[1].split()), who, shown.strip(), tuple(environment.items()))


def _timers(files: Files) -> Iterator[Job]:
    for path in files.matching("/etc/systemd/system/*.timer"):
        timer = _unit(files.text(path) or "")
        schedule = ", ".join(timer.get("OnCalendar", [])) or next(
            (f"{name} {timer[name][0]}" for name in ("OnUnitActiveSec", "OnBootSec", "OnActiveSec") if name in timer),
            "",
        )
        name = timer.get("Unit", [path.rpartition("/")[2].removesuffix(".timer") + ".service"])[0]
        service = _unit(files.text(f"/etc/systemd/system/{name}") or "") if schedule and "/" not in name else {}
        environment = [pair.partition("=") for text in service.get("Environment", []) for pair in text.split()]
        known = tuple((key.strip("\"'"), value.strip("\"'")) for key, _, value in environment)
        for command in service.get("ExecStart", []):
            yield Job(path, schedule, service.get("User", ["root"])[0], command.lstrip("@-:+!"), known, name)


def _unit(text: str) -> dict[str, list[str]]:
    """The settings of a unit, in whatever section; lines that go on are joined."""
    found: dict[str, list[str]] = {}
    for line in re.sub(r"\\\n", " ", text).splitlines()[:_MAX_JOBS]:
        name, equals, value = line.partition("=")
        if equals and not line.lstrip().startswith(("#", ";")):
            found.setdefault(name.strip(), []).append(value.strip())
    return found
