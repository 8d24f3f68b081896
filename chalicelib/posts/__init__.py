"""定时群发: schedule, plan, send, results."""
