"""Every door of the API document is asked what it allows and what it forbids: `python -m tests.fuzz`."""
