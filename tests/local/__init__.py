"""The local cloud's own parts: bridges, ports, processes."""
