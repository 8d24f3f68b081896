"""Money is taken once and given back once, whatever is lost, late, repeated or forged on the way."""
