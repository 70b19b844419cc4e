"""Every message and screen of the conversation as reviewable text: `python -m tests.wording.screens` writes the files.

One file a subject and language under tests/wording/golden; bold stands in asterisks, links as [text](address), buttons
in brackets below. Read them aloud before they are committed.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.domain.codes import ClaimantType, DigestPace, Field, Lang, Qualifier, Response, Stance, Status
from bot.domain.correction import Reason
from bot.domain.delivery import Form
from bot.domain.errors import (
    NoSuchEvent,
    NotAdministrator,
    NotUnderstood,
    Retracted,
    Stopped,
    UnknownPlace,
)
from bot.domain.event import Basis, Change, Event, Facts, Setting, Version
from bot.domain.message import Message, Style
from bot.domain.place import COUNTRY, PlaceRef
from bot.domain.plain_message import Sense
from bot.domain.subscriber import Quiet, Subscriber, Wants, Watch
from bot.wording.digest import Check
from tests.wording.examples import (
    AT,
    CORRESPONDENT,
    GOLDEN,
    LATER,
    MINISTRY,
    RFERL,
    SEED,
    event,
    version,
    wording,
)

WORDING = wording()
VLAST = replace(RFERL, outlet="vlast", group="vlast", lang="ru", url="https://vlast.kz/1")
HEADS = replace(
    MINISTRY,
    claim=replace(
        MINISTRY.claim,
        field=Field.PARTICIPANTS,
        min=200,
        max=200,
        qualifier=Qualifier.APPROX,
        claimant="",
        claimant_type=ClaimantType.OUTLET,
        places=(),
    ),
)
HELD = replace(MINISTRY, claim=replace(MINISTRY.claim, min=36, max=36, places=()))
MORE = replace(HELD, claim=replace(HELD.claim, min=57, max=57))
NOW = replace(
    SEED,
    places=(PlaceRef("almaty"),),
    organisers=(),
    issue=None,
    demands=(),
    status=Status.ONGOING,
    said=(HELD, HEADS),
    settings=(
        Setting("rferl", RFERL.url, "outside the akimat", "at 15:00", "en"),
        Setting("vlast", VLAST.url, "у здания акимата", "в 15:00", "ru"),
    ),
    sources=(RFERL, VLAST),
)
GROWN = replace(NOW, said=(MORE, HEADS), responses=(*NOW.responses, Response.FORCE))
WIDER = replace(NOW, places=(*NOW.places, PlaceRef("shymkent")), said=(*NOW.said, CORRESPONDENT))
DENIED = replace(
    NOW,
    said=(
        *NOW.said,
        replace(
            HELD,
            claim=replace(
                HELD.claim, stance=Stance.DENIES, min=None, max=None, claimant="", claimant_type=ClaimantType.AKIMAT
            ),
        ),
    ),
)
OVER = replace(NOW, status=Status.ENDED)
UNCHECKED = replace(NOW, said=(), settings=(), sources=(RFERL,), basis=Basis.UNCHECKED)
RIGHT = replace(SEED, said=(replace(MINISTRY, claim=replace(MINISTRY.claim, min=67, max=67)), CORRESPONDENT))
READER = Subscriber(1, Lang.EN, frozenset({"almaty"}))
CHECK = Check(AT, 19, 24)
#: Senses that have an answer of their own.
ANSWERED = frozenset({Sense.PLACE, Sense.NOW, Sense.SAFE, Sense.FUTURE, Sense.DETAINED, Sense.NEARLY, Sense.CHANNEL})
Screen = Callable[[Lang], Message]


def _of(lang: Lang, **chosen: object) -> Subscriber:
    return replace(READER, lang=lang, **chosen)  # type: ignore[arg-type]  # fields of Subscriber


def _later(facts: Facts, change: Change = Change.UPDATE, number: int = 2, reasons: tuple[str, ...] = ()) -> Version:
    return replace(version(facts, change, number, AT + timedelta(minutes=40)), reasons=reasons)


def _update(facts: Facts, lang: Lang) -> Message:
    return WORDING.update(_later(facts), lang, version(NOW))


def _latest(lang: Lang, *events: Event, place: str | None = "almaty", answering: int = 19) -> Message:
    return WORDING.latest(place, events, AT + timedelta(minutes=12), answering, 24, lang, earlier=None)


SUBJECTS: Mapping[str, Mapping[str, Screen]] = {
    "alert": {
        "the seed event": lambda lang: WORDING.alert(version(), lang),
        "it goes on": lambda lang: WORDING.alert(version(NOW), lang),
        "not checked": lambda lang: WORDING.alert(version(UNCHECKED), lang),
        "checked by the editors, who check more": lambda lang: WORDING.alert(
            version(replace(NOW, basis=Basis.EDITORS, checking=True)), lang
        ),
        "edited after an update": lambda lang: WORDING.edited(_later(GROWN), lang),
        "an earlier update, edited": lambda lang: WORDING.edited(_later(GROWN), lang, was=Form.UPDATE),
        "edited after a correction": lambda lang: WORDING.edited(_later(RIGHT, Change.CORRECTION), lang),
        "late": lambda lang: WORDING.late(WORDING.alert(version(NOW), lang), lang, AT),
    },
    "update": {
        "a figure has grown, and force was used": lambda lang: _update(GROWN, lang),
        "a figure has grown": lambda lang: _update(replace(NOW, said=(MORE, HEADS)), lang),
        "another city": lambda lang: _update(WIDER, lang),
        "a denial": lambda lang: _update(DENIED, lang),
        "it is over": lambda lang: _update(OVER, lang),
        "the editors have checked it": lambda lang: _update(replace(NOW, basis=Basis.EDITORS), lang),
    },
    "correction": {
        "a figure": lambda lang: WORDING.correction(
            version(), version(RIGHT, Change.CORRECTION, 2, LATER), Reason.SOURCE_CORRECTED, AT, lang
        ),
        "we misread it": lambda lang: WORDING.correction(
            version(),
            version(replace(SEED, said=(CORRESPONDENT,)), Change.CORRECTION, 2, LATER),
            Reason.OUR_READING,
            AT,
            lang,
        ),
        "for people's safety": lambda lang: WORDING.correction(
            version(),
            version(replace(SEED, said=(CORRESPONDENT,)), Change.CORRECTION, 2, LATER),
            Reason.SAFETY,
            AT,
            lang,
        ),
        "a newer one followed": lambda lang: WORDING.edited(
            version(RIGHT, Change.CORRECTION, 3, LATER), lang, was=Form.CORRECTION
        ),
    },
    "retraction": {
        "the message": lambda lang: WORDING.retraction(
            version(), version(SEED, Change.RETRACTION, 2, LATER), Reason.NOT_A_PROTEST, AT, lang
        ),
        "what is left of the alert": lambda lang: WORDING.edited(version(SEED, Change.RETRACTION, 2, LATER), lang),
    },
    "digest": {
        "chosen": lambda lang: WORDING.digest(
            [version(NOW), replace(version(WIDER), event=43), replace(version(RIGHT, Change.CORRECTION, 2), event=44)],
            lang,
            chosen=True,
            check=CHECK,
        ),
        "too much at once": lambda lang: WORDING.digest(
            [version(NOW), replace(version(), event=43)], lang, check=CHECK
        ),
    },
    "latest": {
        "of a place": lambda lang: _latest(lang, event(NOW), event(replace(OVER, said=(HELD,)), 41)),
        "of all places": lambda lang: _latest(lang, event(SEED), place=None),
        "nothing": _latest,
        "no source answers": lambda lang: _latest(lang, answering=0),
        "a place that the chat has not chosen": lambda lang: WORDING.with_offer(
            _latest(lang, event(NOW)), "almaty", lang
        ),
    },
    "event": {
        "details": lambda lang: WORDING.details(event(NOW), lang),
        "details of the seed event": lambda lang: WORDING.details(event(), lang),
        "sources": lambda lang: WORDING.sources_of(event(NOW), lang),
        "history": lambda lang: WORDING.history(
            event(GROWN),
            (version(NOW), _later(GROWN), _later(RIGHT, Change.CORRECTION, 3, ("source_corrected",))),
            lang,
        ),
        "followed": lambda lang: WORDING.watched(event(), Watch.FOLLOW, lang),
        "muted": lambda lang: WORDING.watched(event(), Watch.MUTE, lang),
        "neither": lambda lang: WORDING.watched(event(), None, lang),
        "an error was reported": WORDING.thanks_for_report,
    },
    "search": {
        "found": lambda lang: WORDING.found("almati", (event(SEED),), lang, checked=(AT, 19, 24)),
        "nothing": lambda lang: WORDING.found("krokodil", (), lang),
        "no words": lambda lang: WORDING.found("", (), lang),
    },
    "start": {
        "a language": WORDING.start,
        "a place": WORDING.which_place,
        "how often": lambda lang: WORDING.how_often_first(_of(lang), "almaty"),
        "done": lambda lang: WORDING.begun(_of(lang), _latest(lang, event(NOW)), ("@almaty_kk",)),
        "two buttons": WORDING.keyboard,
        "a group": WORDING.greeting,
        "still there": WORDING.still_there,
        "help": WORDING.help,
    },
    "settings": {
        "four": lambda lang: WORDING.settings(_of(lang, quiet=Quiet()), AT),
        "more": lambda lang: WORDING.more_settings(_of(lang, discreet=True, wants=Wants.FORCE, muted_until=LATER), AT),
        "a language": WORDING.other_languages,
        "places": lambda lang: WORDING.places(frozenset({"almaty"}), lang),
        "how often": lambda lang: WORDING.paces(_of(lang, pace=DigestPace.DAILY)),
        "quiet hours": lambda lang: WORDING.quiet_hours(_of(lang, quiet=Quiet())),
        "chosen": lambda lang: WORDING.chosen(_of(lang, places=frozenset({COUNTRY}))),
        "stopped": WORDING.stopped,
        "privacy": WORDING.privacy,
        "erase": WORDING.forget,
        "erased": WORDING.forgotten,
        "hidden until tapped": lambda lang: WORDING.hidden(WORDING.alert(version(NOW), lang), lang),
    },
    "asking": {
        **{sense.value: partial(WORDING.line, sense) for sense in Sense if sense not in ANSWERED},
        "safe": lambda lang: WORDING.safe(_latest(lang, event(NOW)), lang),
        "future": WORDING.future,
        "detained": WORDING.detained,
        "nearly": lambda lang: WORDING.nearly("almaty", lang),
        "a forwarded post": lambda lang: WORDING.how_to_bind("-1001234567890", lang),
    },
    "errors": {
        "an unknown place, and its like": lambda lang: WORDING.sorry(UnknownPlace("Алмата", ("almaty",)), lang),
        "an unknown place": lambda lang: WORDING.sorry(UnknownPlace("Атлантида"), lang),
        "no such event": lambda lang: WORDING.sorry(NoSuchEvent(99), lang),
        "a retracted event": lambda lang: WORDING.sorry(Retracted(3), lang),
        "not understood": lambda lang: WORDING.sorry(NotUnderstood("?"), lang),
        "an unknown command": WORDING.unknown,
        "not an administrator": lambda lang: WORDING.sorry(NotAdministrator(), lang),
        "an old button": lambda lang: WORDING.sorry(Stopped(), lang),
        "a command without its number": lambda lang: WORDING.usage("event", lang) or WORDING.unknown(lang),
    },
}


def written(message: Message) -> str:
    """A message with its formatting and buttons, as text."""
    units = message.text.encode("utf-16-le")
    parts, at = [], 0
    for entity in message.entities:
        start, end = entity.offset * 2, (entity.offset + entity.length) * 2
        inner = units[start:end].decode("utf-16-le")
        marked = {Style.BOLD: f"*{inner}*", Style.LINK: f"[{inner}]({entity.url})", Style.SPOILER: f"||{inner}||"}
        if start < at:  # within another one
            continue
        parts += [units[at:start].decode("utf-16-le"), marked.get(entity.style, inner)]
        at = end
    rows = [" ".join(f"[{button.label}]" for button in row) for row in message.buttons]
    keys = [" ".join(f"({label})" for label in message.keyboard)] if message.keyboard else []
    return "\n".join(["".join(parts) + units[at:].decode("utf-16-le"), *rows, *keys])


def subject(name: str, lang: Lang) -> str:
    """A whole file."""
    screens = SUBJECTS[name].items()
    return "\n\n".join(f"=== {title}\n{written(screen(lang))}" for title, screen in screens) + "\n"


def files() -> list[tuple[str, Lang]]:
    """Every subject in every language."""
    return [(name, lang) for name in SUBJECTS for lang in Lang]


if __name__ == "__main__":
    for name, lang in files():
        (GOLDEN / f"{name}.{lang}.txt").write_text(subject(name, lang), encoding="utf-8")
