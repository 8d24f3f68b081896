"""The sandbox is a judge: each rule it enforces has a test that can fail."""
