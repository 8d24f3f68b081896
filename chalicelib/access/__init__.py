"""员工: who works here and what their role lets them do."""
