"""Impact questions against the real engine."""
