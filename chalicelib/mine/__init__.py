"""What a customer sees of themselves (我的)."""
