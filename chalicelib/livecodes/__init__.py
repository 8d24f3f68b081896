"""渠道活码: codes, allocation, entry pages, welcomes."""
