"""The calls that the API document's examples are taken from. `python -m tests.docs.examples` takes them anew."""
