"""标签: corp tags and their groups renamed, merged and deleted, at WeCom and wherever they are used."""
