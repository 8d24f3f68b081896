"""Siyu's product code: `core` and `wecom` know no room; each other folder is one room."""

__version__ = "0.2.0"
"""Of the API, the stored data and every page that names it; nothing else says it by hand."""
