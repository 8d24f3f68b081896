"""素材的使用: how far a version has come, its recall, the new version for all who use it."""
