"""What the company asks of who is given a notebook or a phone, and what some of its people have said."""

from cmdb_server.assets.acceptance import Answer
from cmdb_server.assets.gaps import ASSET
from cmdb_server.assets.terms import TermsText
from cmdb_server.itsm.index import Wanted
from cmdb_server.services import Services

_TEXT = """You are given this device for your work at Nordhavn.

1. It stays the property of the company. You give it back when you leave or when you are asked to.
2. Lock it when you walk away, and keep it with you when you travel.
3. Tell the service desk on the same day when it is lost, stolen or damaged.
4. Updates are installed when the device asks for it. Nobody else uses it."""
TERMS = TermsText("Devices that leave the building", _TEXT, ("notebook", "phone"))
_ASKED, _SILENT, _REASON = 16, 4, "The hinge was broken when I was given it."


def tell_acceptance(services: Services) -> None:
    """Write the terms and ask some holders of notebooks, once: most have accepted, one has not, some are silent."""
    acceptances = services.acceptances
    if acceptances.terms.current().version:
        return
    acceptances.terms.save([TERMS], 7, "demo", None)
    wanted = Wanted(type=ASSET, states=("in_use",), where={"category": ["notebook"]}, order="number")
    held = [one for one in services.records.find(wanted, 0, 500)[1] if one.value("holder")][:_ASKED]
    acceptances.ask([one.number for one in held], "demo", is_wanted=True)
    for turn, one in enumerate(held[_SILENT:]):
        holder, reason = one.value("holder"), "" if turn else _REASON
        asked = acceptances.mine(one.number, holder)
        acceptances.answer(asked, Answer(not reason, holder, reason, TERMS.fingerprint), holder)
