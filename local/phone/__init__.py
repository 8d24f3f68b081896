"""/phone: try it all without WeCom, as a customer, a member of staff and a clerk, and stories step by step."""
