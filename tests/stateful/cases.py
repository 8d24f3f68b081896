"""How many cases are made, and which, and what happens in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

Acts = Mapping[str, tuple[int, Mapping[str, st.SearchStrategy[Any]]]]


def cases(examples: int, steps: int = 1, fresh: bool = False) -> settings:
    """So many cases of so many steps: the same ones at every run, so that a suite turns red by a change alone.

    fresh: others at every run, which is what the soak is for.
    """
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=not fresh,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def acts_of(acts: Acts) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """One of a machine's acts, as (method, arguments); acts: how often each comes, and how.

    A machine has one rule for all of its acts: of many rules hypothesis leaves about half out of a run, and of what
    needs several of them little would happen.
    """
    names = st.sampled_from([name for name, (often, _) in acts.items() for _ in range(often)])
    return names.flatmap(lambda name: st.tuples(st.just(name), st.fixed_dictionaries(dict(acts[name][1]))))
