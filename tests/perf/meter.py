"""The meter lives in tests/support/perf; scripts outside this repository know it under this name."""

from tests.support.perf.meter import Cost, Item, Meter, metered, size_of

__all__ = ["Cost", "Item", "Meter", "metered", "size_of"]
