"""What licences are needed and whether those that are owned cover it: pure, without database and clock.

| file | what it holds |
| --- | --- |
| estate.py | machines with their hosts and clusters, and what is installed on them |
| rights.py | what was bought and by which rules it counts; equal rights are one pool |
| counting.py | how many units a machine, host or cluster needs, step by step |
| options.py | what each pool could license, at which price in units |
| assignment.py | which of that is chosen: the cheapest that covers all, an integer programme |
| position.py | the answer: entitled, used, difference, money, and what consumed each unit |

The position is an optimum (2026-11): of all ways to license what is installed that one counts for which the least has
to be bought, and of those the one that uses the fewest units. Machines for which the same is possible are one class
with a number, so the programme does not grow with the estate. Rejected: first fit, by which a suite that is owned is
used up by machines that a single licence would cover; a flow, since a suite covers several products at once.
"""
