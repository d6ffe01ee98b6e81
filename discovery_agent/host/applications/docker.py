"""Docker Engine; its containers are programs of their own."""

from discovery_agent.host.application import Application

application = Application(
    name="docker",
    product="Docker Engine",
    executables=("dockerd",),
    packages=("docker-ce", "docker.io", "moby-engine"),
    ports=(2375, 2376),
)
