"""libvirt, whose guests are virtual machines of their own."""

from discovery_agent.host.application import Application

application = Application(
    name="libvirt",
    product="libvirt",
    executables=("libvirtd", "virtqemud", "virtnetworkd", "virtstoraged"),
    packages=("libvirt-daemon", "libvirt-daemon-system", "libvirt"),
    ports=(16509, 16514),
)
