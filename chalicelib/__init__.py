"""Siyu's product code: `core` and `wecom` know no room; each other folder is one room."""
