"""任务: long work that operators ask for, how far it is, and what it could not take."""
