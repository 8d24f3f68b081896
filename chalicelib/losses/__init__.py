"""Losses: friendships that ended, who is told of them, and the alarm when somebody deletes many."""
