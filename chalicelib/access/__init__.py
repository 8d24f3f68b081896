"""后台角色: operators, their sessions and what their role lets them do."""
