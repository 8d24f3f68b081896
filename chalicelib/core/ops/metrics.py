"""Counts of meaningful acts, as CloudWatch metrics through the embedded metric format: a log line, no call."""

from __future__ import annotations

import time

from chalicelib.core.ops import log

NAMESPACE = "Siyu"


def count(metric: str, value: int = 1, **dimensions: str) -> None:
    """Count an act. Raises ValueError for a dimension that is not on the log's allow list."""
    line = {
        "_aws": {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": NAMESPACE,
                    "Dimensions": [sorted(dimensions)],
                    "Metrics": [{"Name": metric, "Unit": "Count"}],
                }
            ],
        },
        metric: value,
    }
    log.measured(line, dimensions)
