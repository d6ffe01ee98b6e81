"""Which version of an application a container runs, by the tag of its image: there is no package that tells."""

from collections.abc import Iterable

from discovery_agent.host.activity import Activity
from discovery_agent.host.application import Application
from discovery_agent.host.application_facts import ApplicationReading
from discovery_agent.host.contained import contained_of
from discovery_agent.host.later import later

_NAMED = later(r"(?:.*/)?([a-z0-9._-]{2,128}):v?(\d{1,9}(?:\.\d{1,9}){0,3})(?![\w.])[\w.-]*(?:@sha256:[0-9a-f]+)?")


def add_versions(activity: Activity, found: Iterable[ApplicationReading], known: Iterable[Application]) -> None:
    """The versions of applications in containers of which nothing else tells."""
    images = {program.key: entry.reading["image"] for entry in contained_of(activity) for program in entry.programs}
    applications = {application.name: application for application in known}
    for entry in found:
        application = applications.get(entry["application"])
        if application is not None and not entry["version"] and not entry["package"]:
            entry["version"] = version_of(images.get(entry["program"], ""), application)


def version_of(image: str, application: Application) -> str:
    """The version in the name of an image that is called as the application is; "" for any other."""
    named = _NAMED().fullmatch(image)
    names = (application.name, *application.executables, *application.packages)
    # Of an interpreter it would be the version of what runs in it.
    is_told = named and application.packages
    return named[2] if named and is_told and any(name.startswith(named[1]) for name in names) else ""
