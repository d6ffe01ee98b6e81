"""What differs between two instants: of a CI, of a list, of a service with all it needs, of the picture of a failure.

| file | what it holds |
| --- | --- |
| comparing.py | `Comparisons`: the questions the API asks |
| answers.py | the answers as plain values, with the names of the API |
| words.py | pure: from changes to answers |
| scopes.py | which CIs belong to a list or a service at an instant |
"""
