"""containerd, and where it keeps images."""

from discovery_agent.host.application import Application, Configured, Files, Started
from discovery_agent.host.syntax_lines import assignments

_DEFAULT = "/etc/containerd/config.toml"
_USUAL_DATA = "/var/lib/containerd"


def configure(started: Started, files: Files) -> Configured:
    """The folder of its data: `root` outside of all sections."""
    path = started.option("--config", "-c") or _DEFAULT
    text = files.text(path)
    said = next((entry.value for entry in assignments(text or "") if (entry.section, entry.name) == ("", "root")), "")
    data = started.option("--root") or said or _USUAL_DATA
    return Configured(data_directory=data, files=(path,) if text is not None else ())


application = Application(
    name="containerd",
    product="containerd",
    executables=("containerd",),
    packages=("containerd", "containerd.io"),
    patterns=(_DEFAULT,),
    configure=configure,
)
