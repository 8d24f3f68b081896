"""From an audience to tasks: who gets a post, from whom, and who does not and why."""
