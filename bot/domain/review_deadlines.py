"""How long a question waits for editors, and what happens when nobody has answered."""

from datetime import timedelta

#: A report between the thresholds is listed as not checked after so long, where ASK_MINUTES sets nothing else.
ASK_FOR = timedelta(minutes=20)
#: Whoever is on duty is asked alone for so long.
ALONE_FOR = timedelta(minutes=10)
#: So long something grave waits for an editor before three owners are enough to tell its kind.
GRAVE_AFTER = timedelta(minutes=15)
#: So long editors may stop what an outlet takes back before those who were told hear of it.
TAKEN_BACK_AFTER = timedelta(minutes=15)
#: What a lone editor proposed happens after so long without a second one.
LONE_PROPOSAL_AFTER = timedelta(minutes=10)
#: After so long editors are reminded of what they hold.
REMIND_AFTER = timedelta(minutes=15)
#: After so long a question that is decided says no more than that: a phone may be taken.
SHRINK_AFTER = timedelta(hours=1)
#: So often an hour editors are notified; of what waits beyond, the last message says how much it is.
MOST_AN_HOUR = 6
