"""对账: what WeCom lists against what its callbacks told."""
