"""Worked examples that others have published, each with its source."""

from dataclasses import replace

from cmdb_server.licence_position.estate import Estate, Installed, Machine, Processor
from cmdb_server.licence_position.position import Position, position
from cmdb_server.licence_position.rights import Factor, Licensed, Right, Terms

PRODUCT = (Licensed("Acme", "Product"),)
WINDOWS = Terms(PRODUCT, "core", per_processor=8, per_host=16, pack=2, scope="host")


def host(name: str, *cores: int, model: str = "Xeon", cluster: str = "") -> Machine:
    """A physical machine."""
    return Machine(name, name, processors=tuple(Processor(model, number) for number in cores), cluster=cluster)


def guest(name: str, on: str, cores: int = 2) -> Machine:
    """A virtual machine."""
    return Machine(name, name, is_virtual=True, virtual_cores=cores, host=on)


def counted(terms: Terms, *machines: Machine, on: str = "") -> Position:
    """The position of the product on these machines, or only on those whose names begin so; nothing is owned."""
    installed = [Installed(one.uid, "Acme", "Product") for one in machines if one.name.startswith(on)]
    members = tuple(one.uid for one in machines if one.cluster)
    estate = Estate({one.uid: one for one in machines}, installed, {"c": ("esx", members)} if members else {})
    return position(estate, [Right("r", terms, 0, 100)])


def used(terms: Terms, *machines: Machine, on: str = "") -> int:
    """How many units that takes."""
    found = counted(terms, *machines, on=on)
    assert not found.unlicensed
    return found.lines[0].used


def test_windows_server_by_core() -> None:
    # https://www.licensingschool.co.uk/licenseverse/lessons/windows-server-20222/licensing-windows-server-2022/windows-server-core-licenses/
    assert used(WINDOWS, host("a", 8)) == 16
    assert used(WINDOWS, host("a", 16, 16)) == 32
    assert used(WINDOWS, *(host(f"s{number}", 24) for number in range(5))) == 120
    # https://www.verilicense.co.uk/blog/windows-server-core-licensing-explained
    assert used(WINDOWS, host("a", 6)) == 16
    assert used(WINDOWS, host("a", 6, 6)) == 16
    assert used(WINDOWS, host("a", 12, 12)) == 24


def test_windows_server_standard_is_licensed_again_for_each_two_virtual_machines() -> None:
    # https://techcommunity.microsoft.com/t5/windows-server-for-it-pro/licensing-windows-server-2022-2-core-and-16-core/m-p/3463045/highlight/true
    standard = replace(WINDOWS, instances=2)
    guests = [guest(f"v{number}", "h") for number in range(5)]

    assert [used(standard, host("h", 8, 8), *guests[:n], on="v") for n in (1, 2, 3, 4, 5)] == [16, 16, 32, 32, 48]
    assert used(WINDOWS, host("h", 8, 8), *guests, on="v") == 16


def test_sql_server_by_virtual_core_and_by_core() -> None:
    terms = Terms(PRODUCT, "core", per_processor=4, per_machine=4, pack=2)

    # https://license-library.de/en/use-cases/an-internal-project-caused-the-question-how-microsoft-sql-server-2014-licenses-have-to-be-counted-in-a-virtual-environment-what-are-the-rules-that-apply-in-this-scenario/
    assert used(terms, host("h", 8), guest("v", "h", 2), on="v") == 4
    # https://dustindorsey.com/licensing-minimums/: a licence is two cores, seven cores take four of them
    assert used(terms, host("a", 7)) == 4 * 2
    assert used(terms, host("a", 2)) == 2 * 2


def test_oracle_by_core_factor_and_by_socket() -> None:
    factored = Terms(PRODUCT, "core", factors=(Factor("xeon*", 50),), scope="host")

    # https://www.remend.com/faqs/how-do-i-calculate-processors-using-the-core-factor-table/
    assert used(factored, host("a", 16, 16)) == 16
    assert used(Terms(PRODUCT, "processor"), host("a", 16, 16)) == 2
    # https://oraclelicensingexperts.com/oracle-core-factor-table-unlock-the-secrets/
    assert used(factored, host("a", 16)) == 8
    # https://oraclelicenseaudits.pages.dev/blog/the-core-factor-table-explained/: rounded up, never to the nearest
    assert used(factored, host("a", 17)) == 9


def test_ibm_by_processor_value_units_of_all_the_host_and_of_a_virtual_machine() -> None:
    # https://ibmaudit.pages.dev/blog/how-pvu-is-calculated-on-a-32-core-host/
    table = (Factor("power*", 12_000), Factor("xeon*", 7_000))
    full, part = (Terms(PRODUCT, "core", factors=table, scope=scope) for scope in ("host", "machine"))
    power = host("h", 16, 16, model="POWER9")

    assert used(full, power) == 3_840
    assert used(full, host("h", 16, 16)) == 2_240
    assert used(part, power, guest("v", "h", 4), on="v") == 480


def test_client_access_and_rights_of_users_and_devices() -> None:
    # https://counterpoint.knowledgebase.co/article.php?id=276
    laptop, desktop = (Machine(name, name, user="ann") for name in ("laptop", "desktop"))
    assert used(Terms(PRODUCT, "device"), laptop, desktop) == 2
    assert used(Terms(PRODUCT, "user"), laptop, desktop) == 1
    assert used(Terms(PRODUCT, "client_access", stated=500), host("server", 8)) == 500
    assert used(Terms(PRODUCT, "client_access", stated=100), host("server", 8)) == 100


def test_concurrent_rights_are_for_more_machines_than_use_it_at_once() -> None:
    # https://helpserver.biz/onlinehelp/lp/easygo/3.1/help2000/network_licence_per_concurrent.htm
    machines = [Machine(f"pc{number}", f"pc{number}") for number in range(30)]

    assert used(Terms(PRODUCT, "concurrent", stated=5), *machines) == 5


def test_a_cluster_is_licensed_by_all_the_cores_that_a_virtual_machine_may_reach() -> None:
    terms = replace(WINDOWS, scope="cluster")
    hosts = [host("esx1", 24, 24, cluster="c"), host("esx2", 24, 24, cluster="c"), host("esx3", 4, cluster="c")]

    found = counted(terms, *hosts, guest("app7", "esx2"), on="app")

    [line] = found.lines
    assert (line.used, line.difference, line.missing_cost) == (48 + 48 + 16, -112, 11_200)
    assert line.consumed[0].steps == (
        "cluster esx is licensed by all its 3 hosts",
        "esx1 has 2 processors with 24, 24 cores",
        "esx2 has 2 processors with 24, 24 cores",
        "esx3 has 1 processor with 4 cores",
        "at least 8 count for each processor",
        "at least 16 count for each host",
        "together 112",
    )


def test_a_suite_goes_where_it_saves_most() -> None:
    machines = {name: Machine(name, name) for name in ("one", "both")}
    installed = [
        Installed("one", "Acme", "Writer"),
        Installed("both", "Acme", "Writer"),
        Installed("both", "Acme", "Sheets"),
    ]
    writer, sheets = Licensed("Acme", "Writer"), Licensed("Acme", "Sheets")
    suite = Right("suite", Terms((writer, sheets), "device"), 1, 300)
    single = Right("single", Terms((writer,), "device"), 1, 200)

    found = position(Estate(machines, installed), [suite, single])

    assert [(line.used, [one.subject for one in line.consumed]) for line in found.lines] == [
        (1, ["both"]),
        (1, ["one"]),
    ]
    assert found.missing_cost == 0


def test_what_nothing_covers_says_why() -> None:
    machines = {"pc": Machine("pc", "pc"), "v": Machine("v", "app7", is_virtual=True, virtual_cores=2)}
    installed = [Installed("pc", "Acme", "Writer"), Installed("v", "Acme", "Store"), Installed("pc", "Acme", "Odd")]
    rights = [
        Right("r1", Terms((Licensed("Acme", "Writer"),), "user"), 1),
        Right("r2", Terms((Licensed("Acme", "Store"),), "core", scope="host"), 8),
    ]

    found = position(Estate(machines, installed), rights).unlicensed

    assert found == {
        0: "nobody is known to use pc",
        1: "nobody knows on which host app7 runs",
        2: "no right of this product, edition and version is held",
    }
