"""How long tests wait: a machine may stand still for seconds at any moment, and no test fails for that."""

from bot.net.transport import Timeouts

#: Seconds after which what never comes about is given up; no test needs a fraction of it.
GUARD = 300.0
PATIENT = Timeouts(read=GUARD, connect=GUARD)
