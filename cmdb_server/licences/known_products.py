"""The product that somebody asks about, by its name and maybe its publisher: pure."""

from collections.abc import Iterable

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.licences.estate import folded
from cmdb_server.software.packs import Packs

_FIND = "`cmdb software list` and page Software show the names that count"


class UnknownProductError(CmdbError):
    """Nobody has it, nobody bought it and no rule knows it."""

    def __init__(self, publisher: str, product: str) -> None:
        """404."""
        of = f" of {publisher[:100]!r}" if publisher else ""
        message = "is neither installed nor bought nor known to any rule"
        error = FieldError("product", product[:100], message, _FIND)
        super().__init__(f"product {error.value!r}{of} {message}; {_FIND}", 404, "not_found", (error,))


class SeveralProductsError(CmdbError):
    """Products of several publishers have that name."""

    def __init__(self, product: str, publishers: Iterable[str]) -> None:
        """422, with the publishers to choose from."""
        remedy = f"give the publisher: {', '.join(sorted(publishers))}"
        error = FieldError("publisher", "", f"is missing: several have a product {product[:100]!r}", remedy)
        super().__init__(f"publisher {error.message}; {remedy}", 422, "several_products", (error,))


def known_product(publisher: str, product: str, names: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The publisher and product that are meant, as they are spelt; any publisher without one.

    Raises UnknownProductError, SeveralProductsError.
    """
    asked = folded(publisher, product)
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for name in names:
        key = folded(*name)
        if key == asked or (not publisher and key[1] == asked[1]):
            found.setdefault(key, name)
    if not found:
        raise UnknownProductError(publisher, product)
    if len(found) > 1:
        raise SeveralProductsError(product, (of for of, _ in found.values()))
    return next(iter(found.values()))


def names_in(packs: Packs) -> Iterable[tuple[str, str]]:
    """The products that the rules know."""
    return ((one.publisher, one.name) for publisher in packs.publishers for one in publisher.products)
