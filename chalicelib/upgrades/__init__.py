"""升级: what a release changes in stored rows, made once for the whole stack, in steps that can be broken off."""
