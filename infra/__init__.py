"""What is deployed and how: the merge template, the package, the settings. Never shipped itself."""
