"""How fast the import is, and how much memory it takes: ``make bench``.

Not a test, and nothing here fails because of a number of seconds: a machine's seconds say little about the code. What is held
against the bars of design §9 are ratios of times taken in one run, on one machine, alternately; mostly to the *floor*, the
quickest way we know to put the same rows into the same tables (:mod:`tests.benchmarks.floor`).

Everything happens in a database, a number on Redis and a folder of its own (:mod:`tests.benchmarks.place`), so a running site is
not disturbed and finds nothing afterwards.
"""
