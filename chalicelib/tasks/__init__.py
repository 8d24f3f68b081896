"""群发任务: what a member of staff is asked to send at WeCom, and what became of it."""
