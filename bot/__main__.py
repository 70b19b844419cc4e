"""`python -m bot` is `protest-alerts`."""

from bot.cli.main import main

main()
