"""Services in JavaScript, by the configuration files that they are started with or that lie beside them."""

from discovery_agent.host.application import Application
from discovery_agent.host.service_configuration import configure

application = Application(
    name="node",
    product="Node.js service",
    executables=("node", "nodejs", "deno", "bun"),
    products=(("deno", "Deno service"), ("bun", "Bun service")),
    configure=configure,
)
