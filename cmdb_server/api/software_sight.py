"""Lists that name software without the CIs that releases are, for those who may see these."""

from typing import Annotated

from fastapi import Depends, Request

from cmdb_server.api.dependencies import sight_of_request
from cmdb_server.auth.identity import ForbiddenError
from cmdb_server.permissions.sight import Place

_RELEASE = "software_release"


def _check(request: Request) -> None:
    if not sight_of_request(request).sees(Place(_RELEASE, None)):
        raise ForbiddenError("you may not see what is installed; an administrator can give you a role that does")


SeesSoftware = Annotated[None, Depends(_check)]
