"""Services in Python, by the configuration files that they are started with or that lie beside them."""

from discovery_agent.host.application import Application
from discovery_agent.host.service_configuration import configure

application = Application(
    name="python",
    product="Python service",
    executables=(r"python[\d.]*", r"pypy[\d.]*", r"uwsgi[\w-]*", "gunicorn", "celery"),
    configure=configure,
)
