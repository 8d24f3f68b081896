"""The whole cloud on one machine: sandboxes, clock, demo. Never shipped."""
