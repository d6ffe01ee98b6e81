"""The applications of the estate and the services that people know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tier:
    """Machines that do the same: `count` of them run `program`, `k` must work.

    `needs` are roles of the same application. `group_type` pool stands behind a balancer; a replica_set has a
    primary that the others copy from; a quorum is a set of equals.
    """

    role: str
    program: str
    count: int
    k: int = 1
    needs: tuple[str, ...] = ()
    group_type: str = "pool"


@dataclass(frozen=True)
class Application:
    """An application: the first tier is what others talk to.

    `uses` are other applications that its work needs, `optional` those without which it works worse.
    """

    code: str
    name: str
    team: str
    places: tuple[str, ...]
    tiers: tuple[Tier, ...]
    uses: tuple[str, ...] = ()
    database: str = ""
    criticality: int = 2
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class BusinessOffer:
    """A business service: who uses it, how many, and the applications it is made of."""

    name: str
    description: str
    owner: str
    users: int
    criticality: int
    applications: tuple[str, ...]


def _web(count: int, k: int = 1) -> Tier:
    return Tier("web", "nginx", count, k, ("app",))


def _app(program: str, count: int, k: int, *needs: str) -> Tier:
    return Tier("app", program, count, k, needs)


def _db(program: str, count: int) -> Tier:
    return Tier("db", program, count, 1, (), "replica_set")


def _equals(role: str, program: str, count: int, k: int) -> Tier:
    return Tier(role, program, count, k, (), "quorum")


_NORWAY = ("osl", "ber")

APPLICATIONS = (
    Application(
        "shop",
        "Web shop",
        "Digital sales",
        _NORWAY,
        (
            _web(4, 2),
            _app("tomcat", 4, 2, "db", "cache", "queue"),
            _db("postgres", 3),
            Tier("cache", "redis", 2, 1, (), "replica_set"),
            _equals("queue", "rabbitmq", 3, 2),
        ),
        ("pay", "login"),
        "shop",
        4,
        ("catalogue", "orders"),
    ),
    Application(
        "pay", "Payment", "Payments", _NORWAY, (_app("tomcat", 2, 1, "db"), _db("postgres", 2)), (), "payment", 4
    ),
    Application("catalogue", "Product catalogue", "Digital sales", _NORWAY, (_equals("search", "opensearch", 3, 2),)),
    Application(
        "orders",
        "Order management",
        "Logistics systems",
        ("osl",),
        (_app("gunicorn", 3, 2, "db"), _db("postgres", 2)),
        ("wms",),
        "orders",
        4,
    ),
    Application(
        "wms",
        "Warehouse management",
        "Logistics systems",
        ("ber",),
        (_web(2), _app("tomcat", 3, 2, "db"), _db("postgres", 2)),
        ("login",),
        "warehouse",
        3,
    ),
    Application(
        "erp",
        "ERP",
        "Finance systems",
        ("osl",),
        (_web(2), _app("tomcat", 3, 2, "db"), _db("mariadb", 2)),
        ("login",),
        "erp",
        4,
    ),
    Application(
        "crm",
        "Customer relations",
        "Customer systems",
        ("osl",),
        (_web(2), _app("gunicorn", 2, 1, "db"), _db("postgres", 1)),
        ("login",),
        "crm",
        3,
    ),
    Application(
        "payroll",
        "Payroll",
        "Finance systems",
        ("osl",),
        (_app("tomcat", 1, 1, "db"), _db("mariadb", 1)),
        (),
        "payroll",
        3,
    ),
    Application(
        "intranet",
        "Intranet",
        "Workplace",
        ("osl",),
        (_web(2), _app("gunicorn", 1, 1, "db"), _db("mariadb", 1)),
        ("login",),
        "intranet",
        1,
        ("files",),
    ),
    Application(
        "report",
        "Reporting",
        "Finance systems",
        ("osl",),
        (_app("gunicorn", 2, 1, "db"), _db("postgres", 2)),
        ("erp", "orders"),
        "warehouse_facts",
    ),
    Application(
        "track",
        "Shipment tracking",
        "Logistics systems",
        ("ham",),
        (_web(2), _app("node", 2, 1, "db"), _db("postgres", 1)),
        ("orders",),
        "tracking",
        3,
    ),
    Application(
        "tills",
        "Store tills",
        "Retail systems",
        ("ham",),
        (_app("tomcat", 2, 1, "db"), _db("postgres", 2)),
        ("pay",),
        "tills",
        4,
        ("catalogue",),
    ),
    Application("files", "File service", "Workplace", _NORWAY, (_equals("share", "samba", 2, 1),), ("login",)),
    Application(
        "mail",
        "E-mail",
        "Workplace",
        _NORWAY,
        (Tier("relay", "postfix", 2, 1, ("store",)), _equals("store", "dovecot", 2, 1)),
        ("login",),
        "",
        3,
    ),
    Application(
        "login",
        "Single sign-on",
        "Platform",
        ("osl", "ber", "ham"),
        (Tier("sso", "keycloak", 2, 1, ("ldap",)), _equals("ldap", "slapd", 3, 1)),
        (),
        "",
        4,
    ),
    Application(
        "dns", "Name resolution", "Platform", ("osl", "ber", "ham"), (_equals("ns", "named", 6, 2),), (), "", 4
    ),
    Application(
        "watch",
        "Monitoring",
        "Platform",
        ("osl",),
        (Tier("grafana", "grafana", 1, 1, ("metrics",)), Tier("metrics", "prometheus", 1)),
    ),
    Application(
        "build",
        "Software builds",
        "Platform",
        ("osl",),
        (Tier("git", "gitlab", 1), _equals("ci", "runner", 2, 1)),
        ("login",),
    ),
    Application("backup", "Backup", "Platform", ("ber",), (Tier("director", "bacula", 1),)),
    Application("phone", "Telephony", "Customer systems", ("osl",), (_equals("pbx", "asterisk", 2, 1),), (), "", 3),
)
APPLICATION_OF = {application.code: application for application in APPLICATIONS}
TEAMS = tuple(sorted({application.team for application in APPLICATIONS} | {"Network", "Data centre", "Service desk"}))

OFFERS = (
    BusinessOffer("Online shop", "Customers buy at home", "Sales", 182_000, 4, ("shop", "pay", "catalogue")),
    BusinessOffer("Card payments", "Cards and mobile wallets are charged", "Finance", 96_000, 4, ("pay",)),
    BusinessOffer(
        "Order fulfilment", "Orders reach the warehouse and the customer", "Logistics", 420, 4, ("orders", "wms")
    ),
    BusinessOffer("Warehouse operations", "Goods are received, stored and picked", "Logistics", 160, 3, ("wms",)),
    BusinessOffer("Shipment tracking", "Customers see where a parcel is", "Logistics", 35_000, 2, ("track",)),
    BusinessOffer("Store tills", "Customers buy in the stores", "Retail", 640, 4, ("tills", "pay")),
    BusinessOffer("Finance and accounting", "Ledger, invoices and closing", "Finance", 85, 4, ("erp",)),
    BusinessOffer("Payroll", "Salaries are paid on time", "People", 1_150, 3, ("payroll",)),
    BusinessOffer(
        "Customer service", "Questions and complaints are answered", "Customer care", 120, 3, ("crm", "phone")
    ),
    BusinessOffer("Management reporting", "Figures for those who decide", "Finance", 60, 2, ("report",)),
    BusinessOffer("E-mail", "Mail for everybody", "Workplace", 1_150, 3, ("mail",)),
    BusinessOffer("Intranet and files", "News, forms and shared folders", "Workplace", 1_150, 2, ("intranet", "files")),
)
