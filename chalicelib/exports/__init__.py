"""导出: members, coupons, orders and the like as files that somebody takes out of the house."""
