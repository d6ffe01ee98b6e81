"""Files at records, kept as `cmdb_server.kept_files` keeps them; bringing or removing one is an entry of theirs."""
