"""What the agent costs, beside a peer in the same run."""
