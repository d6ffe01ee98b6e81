"""What broke this: the ranker of `impact` fed with signals, health, history and how complete the topology is."""
