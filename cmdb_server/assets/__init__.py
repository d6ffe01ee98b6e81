"""Assets: what is owned, where it is, who has it, what it costs; and the proof of it.

An asset is a record (`itsm/records/asset.py` declares its fields, states and the ways between them), so that opening,
changing, moving, files, bulk changes and the timeline are those of every record. This package holds what only assets
have.

| file | what it holds |
| --- | --- |
| register.py | `AssetRegister`: many assets at once, each row taken or refused for itself; assets and CIs joined |
| asset_file.py | rows of a CSV file or workbook as assets |
| exports/, export_format.py | exports of other tools: ONE FILE each, data only |
| foreign_file.py, foreign_values.py, ocs_document.py | rows of such exports as assets, what is asked: pure |
| comparing.py, arriving.py | rows beside the assets there are; `Arrivals` takes them in |
| matching.py | which CI is which asset: pure |
| gaps.py | CIs without an asset and assets without a CI |
| custody.py | who had it where, from when to when and why, and how it was at a time: pure, from the timeline |
| counting.py | what a stock-take comes to, and its report: pure |
| stocktakes.py | `Stocktakes`: what is expected where, its proof, scans, the signed report |
| money.py, valuing.py | what an asset is worth on a day, and sums in one currency: pure |
| contract_terms.py, due_dates.py | terms of contracts and their notice; what ends soon |
| reporting.py, report_pdf.py | assets counted and summed by something, and what opens the rows behind: pure |
| report_making.py | a report of what there is now, and as a file |
| report_schedules.py, report_times.py | saved reports that go out by mail; when: pure |
| of_services.py | which assets services need |
| service_costs.py, costing.py | what services cost a year, shared by a stated rule |
| stocktake_pdf.py | the report of a stock-take as PDF: pure |
| leavers.py | what people hold who leave |
| ordering.py, receiving.py | orders: what has come, and assets made of it |
| terms.py | the terms of acceptance: texts with versions and fingerprints |
| acceptance.py, accepting.py | who has to accept what: pure; `Acceptances` asks and takes answers |
| stock.py | stock rooms and their minimum levels |
| scanning.py | what a scanner that types sends |
| labels/ | labels with a code to scan, as PDF |

Decisions (2026-11): an asset is a record and no attribute of a CI, as both have lives of their own: an asset is owned
before it is seen and after it is gone, and merging or parting CIs moves nothing, because the asset names its CI by uid
and follows merges when it is read. What was signed is kept
as facts, of which its report is made each time: byte for byte the same, which its SHA-256 in the timeline shows.
Custody is read out of the timeline and not kept beside it: there is one history.
Acceptance (2026-11): its state is values of the asset, which follow from its holder, so that lists, exports and the
timeline have them as all others; kept beside it they would have to be joined everywhere. Who is asked by mail needs no
account: the link is a signature of the server over asset, holder and time, stored nowhere, and ends with the custody.
An account's own mail address makes nobody a holder, as everybody chooses theirs. Taking assets in asks nobody.
A holder is a name and no account: most who have a notebook never log in here.
"""
