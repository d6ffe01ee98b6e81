"""Reading machines over SSH: one channel, one read-only script, the same interpreters as the agent's."""
