"""What has happened, typed, and what follows from it."""
