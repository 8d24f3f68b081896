"""今日待办: what waits for whoever asks, over all rooms."""
