"""The certificates that servers of the estate show, renewed now and then as those who vouch for them demand."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from cmdb_server.demo.estate import Estate
from cmdb_server.demo.geography import DOMAIN
from cmdb_server.demo.programs import PROGRAMS
from cmdb_server.demo.workload import Machine
from graph_schema.ci_classes.certificate import Certificate
from graph_schema.declare import AttributeValue
from graph_schema.relationships import SECURED_BY
from graph_schema.report import Ref, Section, ref_of

_FILES = {
    "nginx": "/etc/nginx/tls/fullchain.pem",
    "keycloak": "/opt/keycloak/conf/server.crt.pem",
    "slapd": "/etc/ldap/tls/server.pem",
    "dovecot": "/etc/dovecot/private/dovecot.pem",
}
_EVERY = 15  # days: on the days between nothing is renewed
_OWN, _PUBLIC = "Nordhavn Internal CA 2", "Example Public CA R4"
_AT_ONCE, _LATE = 15, 0  # days before the end at which somebody renews
_LATE_ONES = frozenset(("pay", "track", "mail"))


def add_certificates(estate: Estate, machine: Machine, programs: Section, main: Ref) -> None:
    """What the main program of a machine shows: a certificate of its tier, the same on all machines of it."""
    file = _FILES.get(machine.program.code)
    if file is None:
        return
    certificate = programs.add(_certificate(estate, machine))
    told: dict[str, AttributeValue] = {
        "strength": "hard",
        "strength_reason": "the only certificate that it shows",
        "configured_in": file,
    }
    program = PROGRAMS[machine.program.code]
    endpoint = ref_of("endpoint", f"{machine.name}/0.0.0.0:{program.port}/{program.protocol}")
    programs.relate(endpoint, SECURED_BY, certificate, **told)
    programs.relate(main, SECURED_BY, certificate, **told)


def _certificate(estate: Estate, machine: Machine) -> Certificate:
    code, role = machine.application.code, machine.tier.role
    is_public = role == "web"
    name = f"{code}.{DOMAIN}" if is_public else f"{role}.{code}.{DOMAIN}"
    days = 90 if is_public else 360
    end = _end(estate, name, days, _LATE if code in _LATE_ONES else _AT_ONCE)
    digest = sha256(f"{estate.chance.seed}:{name}:{end}".encode()).hexdigest()
    return Certificate(
        name=name,
        fingerprint=digest,
        subject=f"CN={name}",
        issuer=f"CN={_PUBLIC if is_public else _OWN}",
        serial_number=digest[:32],
        not_before=f"{end - timedelta(days=days)}T00:00:00Z",
        not_after=f"{end}T00:00:00Z",
        alternative_names=(name, machine.application.code) if not is_public else (name, f"www.{name}"),
        key_type="EC 256" if is_public else "RSA 3072",
    )


def _end(estate: Estate, name: str, days: int, before: int) -> date:
    """The day on which the present one ends: each follows the one before, `before` days ahead of its end."""
    today = datetime.fromisoformat(estate.observed_at).toordinal() + before
    offset = _EVERY * estate.chance.number(f"certificate:{name}", 0, days // _EVERY - 1)
    return date.fromordinal(today + days - (today - offset) % days)
