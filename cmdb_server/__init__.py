"""The server: graph store, ingest, impact answers, API, command line."""
