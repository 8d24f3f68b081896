"""离职继承: what somebody who goes has in hand is taken over by others, customers and groups with it."""
