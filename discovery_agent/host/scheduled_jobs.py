"""Scheduled jobs: lines of crontabs, scripts in cron's folders, timers of systemd with what their services start."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import NamedTuple

from discovery_agent.host.application import Files
from discovery_agent.host.later import later
from discovery_agent.host.shell_scripts import LONGEST_SCRIPT, command_lines, is_script, script_of

PATTERNS = (
    "/etc/crontab",
    "/etc/cron.d/*",
    "/etc/systemd/system/*.timer",
    "/etc/systemd/system/*.service",
    "/etc/cron.hourly/*",
    "/etc/cron.daily/*",
    "/etc/cron.weekly/*",
    "/etc/cron.monthly/*",
    "/var/spool/cron/crontabs/*",
    "/var/spool/cron/*",
)
_MAX_JOBS = 1000
_SCRIPTS = 200  # so many jobs are asked for the scripts that they start
_OF_PERSONS = ("/var/spool/cron/crontabs/*", "/var/spool/cron/*")
_PERIODS = ("hourly", "daily", "weekly", "monthly")
_UNITS = ("/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system")
_STARTED = ("ExecStartPre", "ExecStart", "ExecStartPost")
_RUN_PARTS = later(r"[A-Za-z0-9_-]+")
_LINE = later(r"(@[a-z]+|(?:[\d*,/~-]+[ \t]+){2}(?:[\w*,/~#?-]+[ \t]+){2}[\w*,/~#?-]+)[ \t]+(.*)")
_SETTING = later(r"([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*)")
_NUMBER = later(r"\d{1,2}")


class Job(NamedTuple):
    """A command that is started at times, by whom, where that is written, and what is set for it.

    `script` is the text of one that it starts.
    """

    file: str
    schedule: str
    user: str
    command: str
    environment: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    script: str = ""


def read_jobs(files: Files) -> list[Job]:
    """The scheduled jobs of a machine."""
    system = ["/etc/crontab", *(path for path in files.matching("/etc/cron.d/*") if _is_read(path))]
    own = [path for pattern in _OF_PERSONS for path in files.matching(pattern) if not path.endswith("/crontabs")]
    tables = [*((path, "") for path in system), *((path, path.rpartition("/")[2]) for path in own)]
    found = (job for path, user in tables for job in _jobs_of_table(path, user, files.text(path) or ""))
    jobs = list(islice(chain(_in_folders(files), found, _timers(files)), _MAX_JOBS))
    return [*(_with_script(job, files) for job in jobs[:_SCRIPTS]), *jobs[_SCRIPTS:]]


def _with_script(job: Job, files: Files) -> Job:
    return job if job.script else job._replace(script=script_of(job.command, job.user, files))


def commands_of(job: Job, files: Files) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The command lines of a job with what is set for each: its own, and those of the script that it starts."""
    environment = dict(job.environment)
    yield job.command, environment
    yield from command_lines(job.script, environment, files)


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


def _in_folders(files: Files) -> Iterator[Job]:
    """The scripts that cron starts by the hour, day, week and month."""
    for period in _PERIODS:
        for path in files.matching(f"/etc/cron.{period}/*"):
            text = files.text(path) if _is_read(path) else None
            if text is not None and (is_script(text) or _has_lost_its_head(text)):
                yield Job(path, f"@{period}", "root", "", script=text)


def _has_lost_its_head(text: str) -> bool:
    """Whether a script may be one of a shell: a scan leaves out what looks like a comment, so its first line, too."""
    return len(text) <= LONGEST_SCRIPT and not text.startswith("#!")


def _timers(files: Files) -> Iterator[Job]:
    for path in files.matching("/etc/systemd/system/*.timer"):
        timer = _unit(files.text(path) or "")
        schedule = ", ".join(timer.get("OnCalendar", [])) or next(
            (f"{name} {timer[name][0]}" for name in ("OnUnitActiveSec", "OnBootSec", "OnActiveSec") if name in timer),
            "",
        )
        name = timer.get("Unit", [path.rpartition("/")[2].removesuffix(".timer") + ".service"])[0]
        service = _service(name, files) if schedule and "/" not in name else {}
        known = tuple(_environment(service, files).items())
        for command in (command for kind in _STARTED for command in service.get(kind, [])):
            yield Job(path, schedule, service.get("User", ["root"])[0], command.lstrip("@-:+!"), known, name)


def _service(name: str, files: Files) -> dict[str, list[str]]:
    """The settings of the unit of a service, which those of administrators hide from others."""
    texts = (files.text(f"{folder}/{name}") for folder in _UNITS)
    return _unit(next((text for text in texts if text is not None), ""))


def _environment(service: dict[str, list[str]], files: Files) -> dict[str, str]:
    """What is set for a service, by words and by files; what the files say counts more."""
    pairs = [pair.strip("\"'").partition("=") for text in service.get("Environment", []) for pair in text.split()]
    found = {key: value.strip("\"'") for key, _, value in pairs}
    for path in service.get("EnvironmentFile", []):
        lines = (files.text(path.removeprefix("-")) or "").splitlines()[:_MAX_JOBS]
        said = (match for line in lines if (match := _SETTING().fullmatch(line.strip())))
        found |= {match[1]: match[2].strip("\"'") for match in said}
    return found


def _unit(text: str) -> dict[str, list[str]]:
    """The settings of a unit, in whatever section; lines that go on are joined."""
    found: dict[str, list[str]] = {}
    for line in re.sub(r"\\\n", " ", text).splitlines()[:_MAX_JOBS]:
        name, equals, value = line.partition("=")
        if equals and not line.lstrip().startswith(("#", ";")):
            found.setdefault(name.strip(), []).append(value.strip())
    return found
