"""优惠券: templates, stock, claim, redeem."""
