"""话术库: approved content that staff say to customers, by category, at hand."""
