"""What whoever plays a day lets the chat page do: the clock of the day, its speed, pause, and the next event."""

from typing import Protocol

from bot.simulator.clock import Json


class Controls(Protocol):
    """The day behind the chats, as the page's panel shows and steers it; all calls come from the server's loop."""

    def state(self) -> Json:
        """What the panel shows: `{"now", "speed", "paused", "next"}` and, if wished, `"speeds"` and `"beside"`.

        `now` is the moment of the day in ISO 8601, with the offset in which it and the messages' times are to be
        shown; `speed` is how many
        times faster than life; `next` is the title of what comes next, or None when nothing does; `speeds` is the list
        of speeds to choose from (the page has its own); `beside` is the name and the address of pages served beside.
        """

    def set_speed(self, x: float) -> None:
        """So many times faster than life; finite and above 0."""

    def pause(self) -> None:
        """Let the day stand still."""

    def resume(self) -> None:
        """Let the day go on."""

    def next_event(self) -> None:
        """Go ahead to what comes next."""

    def opened(self) -> None:
        """The first page is open; called once in the life of a server."""
