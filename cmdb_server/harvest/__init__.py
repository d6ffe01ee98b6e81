"""Licences that are taken up by software that nobody runs, and what it saves to take that software away.

| file | what it holds |
| --- | --- |
| usage.py | whether what is installed was run of late, or why nobody can say so; pure |
| proposals.py | which rights become free where unused software goes, and what they are worth; pure |
| evidence.py | what the graph tells of programs that were seen, and of who watches them |
| decisions.py | what people said of proposals: accepted or refused, why, and taken back |
| harvest.py | `Harvest`: all of this for the software that licences count |

Unused is a claim that needs proof (2026-11): a program of the product can be recognised, the machine's programs are
looked at by an agent now and were when the time began, and the product was installed all that time. Whatever lacks
one of these is "not known", with the one that is lacking. What ran only while the agent was away in between, or for
less than the time between two looks, is not seen. Rejected: the date of last use that some inventories
tell, which is that of the file and changes with every virus scan.
"""
