"""支付: money that members pay, and money that goes back to them."""
