"""The Cypher texts, one file per concern."""
