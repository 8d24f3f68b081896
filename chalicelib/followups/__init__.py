"""Follow-ups: what a member of staff means to do about a customer, and when."""
