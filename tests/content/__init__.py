"""素材: items, versions, the three reviews, lint, pictures."""
