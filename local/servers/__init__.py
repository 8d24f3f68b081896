"""What the local servers share: the sandboxes differ in what they simulate, not in how they serve."""
