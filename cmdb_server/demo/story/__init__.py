"""What happened to the demonstration estate in the last three months, as records: said at the desk as people do it.

| file | what it holds |
| --- | --- |
| acts.py | `Act`: one thing that somebody does at a time |
| people.py | who works there: accounts with passwords that nobody knows, teams |
| agreements.py | how soon incidents are to be taken up and resolved |
| turns.py | who is on call |
| incidents.py, kinds.py | what broke, and the kinds of that |
| problems.py | what was behind incidents that came back, and the change that mended it |
| changes.py | planned, urgent and standard work with its outcomes |
| board.py | meetings of the board of changes |
| telling.py | `told`: everything in the order of its times, a pure function of seed and time |
| playing.py | `Player`: does it at a desk whose clock stands at the time of each act |
| writing.py | `write_story`: all of it, once, going on where it was stopped |

Nothing is written past the desk: an act that the rules refuse is not done here either (2026-11; rejected: writing the
records as they would have become, which would be a second way in, and untrue after the next change of a rule).
"""
