"""containerd."""

from discovery_agent.host.application import Application

application = Application(
    name="containerd", product="containerd", executables=("containerd",), packages=("containerd", "containerd.io")
)
