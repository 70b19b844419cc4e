"""`python -m bot` is `protest-alerts`."""

from bot.cli import main

main()
