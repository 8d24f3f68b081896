"""The WeCom platform: its crypto, callbacks, events, calls, tokens and errors. Knows no room."""
