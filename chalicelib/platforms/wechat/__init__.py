"""The WeChat platform: who a customer is in a corp's mini-program. Knows no room."""
