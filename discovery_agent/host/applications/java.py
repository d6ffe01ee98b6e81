"""Services in Java that no other file knows better."""

from discovery_agent.host.application import Application
from discovery_agent.host.service_configuration import configure

application = Application(name="java", product="Java service", executables=("java",), configure=configure)
