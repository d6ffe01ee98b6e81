"""Take the mail that came in for records."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Take what waits in the mailbox, where one is set up."""
    done = services.mail_in.take() if services.mail_in.mailbox.is_on else {}
    return done or None


job = Job(name="take_mail", minutes=1, run=run)
