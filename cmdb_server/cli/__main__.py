"""`python -m cmdb_server.cli`."""

from cmdb_server.cli.main import main

if __name__ == "__main__":
    main()
