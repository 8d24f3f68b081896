"""订单: what members ordered, paid, picked up or got their money back for."""
