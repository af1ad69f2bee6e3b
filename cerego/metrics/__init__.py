"""Numbers for whoever watches the installation, added up over all its processes.

A process notes what it has done in its own memory (:mod:`cerego.metrics.counting`), and every few seconds adds that to a hash in
Redis: so whichever web process is asked at /metrics tells the whole, and no request waits for it. Losing Redis sets these
back to nothing, which Prometheus takes for a restart. What the database knows is not counted here.
"""
