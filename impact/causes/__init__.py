"""Ranking the causes of a symptom: one file per kind of evidence, `impact.upstream_cause` is the door."""
