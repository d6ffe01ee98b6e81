"""Reading the machine that the agent runs on."""
