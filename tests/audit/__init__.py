"""Known vulnerabilities of the locked packages: ``make audit``. Not part of the tests, which need no network."""
