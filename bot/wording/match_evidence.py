"""How a report matches an event, for editors: what speaks for one protest and what against, in a few words each."""

from collections.abc import Mapping

from bot.domain.match_evidence import Veto, Weighed
from bot.wording.gettext_markers import gettext_noop
from bot.wording.layout import Line, plain
from bot.wording.locale import Locale

#: What a sign that is there means, whichever way it weighs.
_SIGNS: Mapping[str, str] = {
    "organiser_same": gettext_noop("same organiser"),
    "place_same": gettext_noop("same place"),
    "place_districts": gettext_noop("two districts of one city"),
    "place_region": gettext_noop("place known by its region only"),
    "place_country": gettext_noop("no place nearer than the country"),
    "place_more": gettext_noop("other places as well"),
    "day_published": gettext_noop("a text without a day"),
    "day_week": gettext_noop("only the week is known"),
    "day_month": gettext_noop("only the month is known"),
    "day_off": gettext_noop("days apart"),
    "day_after": gettext_noop("published on a later day"),
    "day_before": gettext_noop("published on an earlier day"),
    "ends_apart": gettext_noop("it ended on another day"),
    "lasting": gettext_noop("an action that goes on"),
    "days_lasting": gettext_noop("days apart"),
    "lasting_ended": gettext_noop("an action that had ended"),
    "action_same": gettext_noop("same action"),
    "action_alike": gettext_noop("similar action"),
    "action_apart": gettext_noop("another action"),
    "action_unknown": gettext_noop("action not known"),
    "demand_same": gettext_noop("same demand"),
    "demand_apart": gettext_noop("other demands"),
    "issue_same": gettext_noop("same subject"),
    "issue_apart": gettext_noop("another subject"),
    "figure": gettext_noop("same figures"),
    "figures": gettext_noop("same figures"),
    "deaths": gettext_noop("deaths in both"),
    "names": gettext_noop("names and numbers in common"),
    "words": gettext_noop("words in common"),
    "who_same": gettext_noop("same kind of people"),
    "who_apart": gettext_noop("other people"),
    "what_same": gettext_noop("same cause"),
    "what_apart": gettext_noop("another cause"),
    "told_apart": gettext_noop("published days apart"),
}
_MEANING = frozenset({"meaning", "meaning_across"})
_CLOSE, _FAR = gettext_noop("close in meaning"), gettext_noop("not close in meaning")
_VETOES: Mapping[Veto, str] = {
    Veto.DAY: gettext_noop("another day"),
    Veto.PLACE: gettext_noop("another place"),
    Veto.ORGANISER: gettext_noop("another organiser"),
    Veto.AIM: gettext_noop("another aim"),
}
#: What adds less is not told, and of each side so many.
_LEAST, _MOST = 0.15, 6


def lines(t: Locale, match: Weighed | None) -> tuple[Line, ...]:
    """What speaks for one protest and what against, the weightiest first; nothing where nothing was weighed."""
    if match is None:
        return ()
    speaks = _told(t, match, 1), _told(t, match, -1)
    if match.veto:
        speaks = "", t.gettext(_VETOES[match.veto])
    return (
        plain(t.gettext("For one event: %(signs)s", signs=speaks[0]) if speaks[0] else ""),
        plain(t.gettext("Against it: %(signs)s", signs=speaks[1]) if speaks[1] else ""),
    )


def _told(t: Locale, match: Weighed, side: int) -> str:
    """The signs of one side, each once."""
    found = (_sign(name, value) for name, value in match.parts if value * side >= _LEAST)
    return ", ".join(t.gettext(sign) for sign in list(dict.fromkeys(filter(None, found)))[:_MOST])


def _sign(name: str, value: float) -> str:
    if name in _MEANING:
        return _CLOSE if value > 0 else _FAR
    return _SIGNS.get(name, "")
