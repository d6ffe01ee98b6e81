"""Podman; conmon, which holds a container, is no program of its own."""

from discovery_agent.host.application import Application

application = Application(name="podman", product="Podman", executables=("podman",), packages=("podman",))
