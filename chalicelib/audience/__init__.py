"""谁: who is meant. Members' cards, and the test whether an audience means them."""
