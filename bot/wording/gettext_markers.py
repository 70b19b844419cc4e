"""Marks for texts that stand in tables: extraction finds them, translation happens when they are said."""

#: A text for one and a text for many.
Plural = tuple[str, str]


def gettext_noop(text: str) -> str:
    """A text to be translated later."""
    return text


def ngettext_noop(one: str, many: str) -> Plural:
    """A text with its plural, to be translated later."""
    return one, many
