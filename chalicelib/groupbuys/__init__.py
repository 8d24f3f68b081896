"""拼团: activities, teams (团) and their seats (名额)."""
