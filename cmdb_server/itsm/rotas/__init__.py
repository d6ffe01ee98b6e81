"""Who of a team is on call: people in turns by the clock of a place, and who stands in for whom.

| file | what it holds |
| --- | --- |
| rota.py | pure: a rota, and the shifts that follow from it |
| keeping.py | `Rotas`: keeps and checks them |
| assigning.py | gives new incidents to who is on call |
"""
