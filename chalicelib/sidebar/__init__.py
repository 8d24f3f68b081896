"""The side bar of a chat: what a member of staff sees of a customer, and sends them."""
