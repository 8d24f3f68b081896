"""Counts of meaningful acts, in CloudWatch's embedded metric format through Powertools: a log line, no call.

What an invocation counts is summed and written at its end: one object for each corp and set of dimensions. A corp is a
property that a query can find, never a dimension, which would cost for each corp; beyond 20 corps in an invocation the
rest is summed without one. Powertools' own buffer would leave the last corp beside the sums of all (docs/adr/0025).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

from chalicelib.core.ops import log
from chalicelib.core.ops.catalogue import METRICS, Metric

NAMESPACE = "Siyu"
MOST_CORPS = 20
# Who counted what: the corp ('' for none) and the dimensions, then the metric.
Place = tuple[str, tuple[tuple[str, str], ...]]
Counts = dict[Place, Counter[str]]
_known: dict[str, Metric] = {}
_counts: ContextVar[Counts | None] = ContextVar("counts", default=None)


def count(metric: str, value: int = 1, corp: str = "", **dimensions: str) -> None:
    """Count an act of a corp. Raises ValueError for a metric that the catalogue does not have, or other dimensions."""
    known = _known.get(metric)
    if known is None or known.dimensions != dimensions.keys():
        raise ValueError(f"not in the catalogue of metrics: {metric} by {sorted(dimensions)}")
    counts = _counts.get()
    if counts is None:
        with invocation():
            count(metric, value, corp, **dimensions)
        return
    corps = {named for named, _ in counts if named}
    named = corp if corp in corps or len(corps) < MOST_CORPS else ""
    counts.setdefault((named, tuple(sorted(dimensions.items()))), Counter())[metric] += value


def know(metrics: Iterable[Metric]) -> None:
    """Let these be counted.

    Raises ValueError for a dimension that is a corp, which would cost for each, or that may not be logged, and for one
    name of two metrics.
    """
    for metric in metrics:
        log.check(metric.dimensions)
        if "corp" in metric.dimensions or _known.setdefault(metric.name, metric) != metric:
            raise ValueError(f"the corp is a dimension of {metric.name!r}, or two metrics are called so")


@contextmanager
def invocation() -> Iterator[None]:
    """Sum what is counted within, and write it at the end, whatever the end."""
    token = _counts.set({})
    try:
        yield
    finally:
        counts = _counts.get() or {}
        _counts.reset(token)
        for (corp, dimensions), sums in counts.items():
            log.measured(_object(corp, dict(dimensions), sums))


def _object(corp: str, dimensions: dict[str, str], sums: Counter[str]) -> str:
    provider = AmazonCloudWatchEMFProvider(namespace=NAMESPACE)
    metrics = {name: {"Unit": "Count", "Value": [value]} for name, value in sums.items()}
    return json.dumps(
        provider.serialize_metric_set(metrics=metrics, dimensions=dimensions, metadata={"corp": corp} if corp else {})
    )


know(METRICS)
