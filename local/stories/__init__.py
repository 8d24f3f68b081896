"""The stories: what Siyu promises, told over real HTTP on the deployed local cloud."""
