"""From tasks to results: ask WeCom once, pull, remind, take back."""
