"""Files that nobody would make, made by the thousand: `make fuzz`. How, is told in CONTRIBUTING.md."""
