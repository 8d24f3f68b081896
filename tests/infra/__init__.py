"""What is deployed: the packaged template's rules, the package's gate, the commands of infra/."""
