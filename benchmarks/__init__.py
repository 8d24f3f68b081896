"""What we claim, measured: `python -m benchmarks` writes benchmarks/results.md. No test depends on a timing."""
