"""The commands of discovery-agent, one file for each group."""
