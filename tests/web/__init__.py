"""What is made for browsers and other programs: the TypeScript client."""
