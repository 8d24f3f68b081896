"""触达: whether and when a person may be reached: consent, receiving quota, frequency cap, quiet hours."""
