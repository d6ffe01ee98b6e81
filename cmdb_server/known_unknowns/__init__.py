"""What is known not to be known: addresses that machines talk to and no CI has, and how much of traffic is explained.

| file | what it does |
| --- | --- |
| talks.py | connections as they were observed, and which of them lead to something that is known |
| ranking.py | unknown addresses, those first on which most services depend |
| resting.py | the services that rest on programs |
| reading.py | reads connections out of the graph |
| unknowns.py | `KnownUnknowns`: of all, of a service, of what a failure reaches |
| answers.py | what is answered |
"""
