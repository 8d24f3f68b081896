"""操作日志: who did what to which thing, when, and what it was before and after."""
