"""The agent: reads what a machine is, says what that means, and delivers it to the server."""
