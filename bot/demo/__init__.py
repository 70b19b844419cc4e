"""The demo: the whole application on loopback, a day of sample news, and sample readers.

script   bot/data/day -> outlets and entries        clock    the day clock: scaled, paused, kept in a file
readers  three sample readers and an editor          play     the day from beginning to end
narrate  what happened, in lines for the terminal    panel    the page's speed, pause, next entry
folder   held by one demo, and what an earlier one left in it
"""
