"""Rows, keys and every expression that goes to DynamoDB; what is above speaks of values."""
