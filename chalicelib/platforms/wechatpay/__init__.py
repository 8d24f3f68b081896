"""WeChat Pay API v3: a provider of payments and refunds."""
