"""接入检查, and the wizard that fills the settings in."""
