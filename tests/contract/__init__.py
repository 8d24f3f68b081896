"""Clients and vectors written by others, talking to the sandbox."""
