"""会员: customers we have met, their staff relations, tags and timeline."""
