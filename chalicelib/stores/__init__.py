"""门店: where customers are met, and who works there."""
