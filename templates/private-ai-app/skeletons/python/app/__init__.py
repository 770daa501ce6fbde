"""A private AI agent that speaks AG-UI."""
