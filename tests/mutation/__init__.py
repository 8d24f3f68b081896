"""Guards taken out one by one: a test near each must fail. `python -m tests.mutation` runs them."""
