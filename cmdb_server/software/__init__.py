"""What installed software is called in the trade: publisher, product, version, edition, suite, free or commercial.

| file | what it holds |
| --- | --- |
| naming.py | `Namer`: what a release is, by the rules there are; pure |
| wording.py | what is cut off names, publishers and versions before they are compared; pure |
| identifiers.py | package URLs and CPE names |
| packs.py | reads the rules that come with the product |
| packs/publishers/ | ONE FILE per publisher: its spellings and products |
| packs/ecosystems/ | ONE FILE per package manager: how its packages become products |
| rules.py | `SoftwareRules`: what people say of names; it wins |
| suites.py | no suite is a part of itself: pure |
| catalogue.py | `Catalogue`: products with their releases and machines, from the index |
| coverage.py | the share that is named to product and version; pure |
| several.py | machines with several versions of a product; pure |

A name is a function of what a source tells of a release and of the rules (2026-11): it is computed when the release is
first asked for and kept in memory, so a changed rule holds at once for all there is, a preview is the same function
with one more rule, and a report costs nothing for it. Rejected: attributes of the release, which every rule would
rewrite. How many machines have a product is counted over the relationships that are listed behind the number.
"""
