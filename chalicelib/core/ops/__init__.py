"""What keeps a function running: its logs, counts, limits, secrets and queues."""
