"""The wizard that takes a corp's keys where the rights to write them are (docs/adr/0065)."""
