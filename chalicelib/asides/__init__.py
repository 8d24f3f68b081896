"""搁置消息: what WeCom sent that was kept and not acted on, to see, to read again, to dismiss."""
