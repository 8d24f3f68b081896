"""员工: the corp's people and departments as WeCom has them, who may serve customers, and who has left."""
