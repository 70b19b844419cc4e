"""Templates of pages, maps and charts (Jinja2): everything from outside is text in them, never markup."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment() -> "Environment":
    """The templates, all of which escape what they are given."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only who draws pages pays

    return Environment(
        loader=PackageLoader("bot.record"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
