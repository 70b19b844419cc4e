"""A figure of a claim → signs: what speaks for and against its being just what the article says, as named numbers.

Its noun, the word that tells of those people, the clause, where it stands, who gives it. Each sign is 0 or 1, or a
small count; none is a judgement. The weights are in bot/data/decision.toml (`make fit`).
"""

from collections.abc import Sequence

from bot.domain.codes import Field, Lang, Qualifier, Scope
from bot.domain.report import Claim
from bot.reading.binding import is_in_relation
from bot.reading.claimants import Speaker
from bot.reading.counts import Count
from bot.reading.cues import Category, Cue
from bot.reading.governed import Case, case_of, is_object
from bot.reading.quotes import quoted
from bot.reading.roles import Bound, bound
from bot.reading.scene import Scene
from bot.reading.score import Signs
from bot.reading.words import Strength

_STRONG = frozenset({Strength.S})
_CLOSE, _MIDDLE = 2, 6
_FEW, _MANY, _FIGURES, _LATE, _MOST = 3, 1000, 3, 6, 3
_COURT = frozenset({Field.FINED, Field.ARRESTED_ADMIN, Field.CHARGED, Field.CONVICTED})


def figure_signs(scene: Scene, count: Count, said: Sequence[Speaker], claim: Claim, *, elsewhere: bool) -> Signs:
    """The signs of one figure, before those of the whole report; `elsewhere`: its paragraph names other places."""
    tied = bound(scene, count.number, count.sentence)
    return {
        **_what(count, claim),
        **_noun(scene, count, tied),
        **_verb(scene, count, tied),
        **_clause(scene, count, tied.verb),
        **_where(scene, count, claim),
        **_who(said),
        **_together(scene, count, tied, elsewhere=elsewhere),
    }


def _together(scene: Scene, count: Count, tied: Bound, *, elsewhere: bool) -> dict[str, float]:
    """What no word binds to the event, in a paragraph that tells of no event."""
    apart = not any(map(scene.is_event, scene.paragraph(count.sentence)))
    accident = "accident" in scene.cues.ids(Category.CLAUSE, *scene.paragraph(count.sentence))
    return {
        "elsewhere": float(elsewhere),
        "unbound_apart": float(apart and tied.verb is None),
        "bound_apart": float(apart and tied.verb is not None and not _is_noun_of_event(scene, tied)),
        "accident": float(apart and accident),
    }


def _is_noun_of_event(scene: Scene, tied: Bound) -> bool:
    crowd = scene.cues.of(Category.CROWD, (scene.text.sentence[tied.noun.first],)) if tied.noun else ()
    return any(tied.noun and tied.noun.first <= c.first <= tied.noun.last + 1 for c in crowd)


def among(signs: Signs, claim: Claim, claims: Sequence[Claim]) -> Signs:
    """The signs of a figure with those of the claims beside it."""
    alike = [one for one in claims if one.field is claim.field and one is not claim and one.min is not None]
    larger = any((one.min or 0) >= 2 * (claim.min or 0) for one in alike)
    return {
        **signs,
        "others_alike": min(len(alike), _MOST) / _MOST,
        "larger_alike": float(larger),
        "claims": min(len(claims), 2 * _MOST) / (2 * _MOST),
    }


def _what(count: Count, claim: Claim) -> dict[str, float]:
    value = count.number.floor or count.number.value
    harmed = count.field.value.startswith(("killed", "injured"))
    return {
        "field_detained": float(count.field is Field.DETAINED),
        "field_released": float(count.field is Field.RELEASED),
        "field_court": float(count.field in _COURT),
        "field_harmed": float(harmed),
        "exact": float(claim.qualifier is Qualifier.EXACT),
        "vague": float(claim.qualifier is Qualifier.VAGUE),
        "in_words": float(count.number.in_words),
        "few": float(value <= _FEW),
        "many": float(value >= _MANY),
        "of_all": float(claim.scope is Scope.THIS_EVENT),
    }


def _noun(scene: Scene, count: Count, tied: Bound) -> dict[str, float]:
    noun, number = tied.noun, count.number
    case = case_of(scene, noun)
    return {
        "noun_none": float(noun is None and not number.people),
        "noun_by_ending": float(noun is not None and not _is_listed(scene, noun)),
        "noun_kin": float(noun is not None and noun.tag[0] is Category.KIN),
        "noun_behind": float(noun is not None and noun.first > number.last + 1),
        "noun_acts": float(noun is not None and _is_acting(scene, noun)),
        "case_other": float(case in {Case.GENITIVE, Case.OTHER}),
    }


def _is_listed(scene: Scene, noun: Cue) -> bool:
    sentence = scene.text.sentence[noun.first]
    named = (*scene.cues.of(Category.PEOPLE, (sentence,)), *scene.cues.of(Category.KIN, (sentence,)))
    return any(one.first == noun.first for one in named)


def _is_acting(scene: Scene, noun: Cue) -> bool:
    """«протестующих», "protesters": a noun that says itself that they took part."""
    roles = scene.cues.of(Category.ROLE, (scene.text.sentence[noun.first],))
    return any(c.tag[1] == "participants" and noun.first <= c.first and c.last <= noun.last for c in roles)


def _verb(scene: Scene, count: Count, tied: Bound) -> dict[str, float]:
    verb, far, number = tied.verb, tied.far, count.number
    return {
        "verb_none": float(verb is None),
        "verb_close": float(verb is not None and far <= _CLOSE),
        "verb_middle": float(verb is not None and _CLOSE < far <= _MIDDLE),
        "verb_far": float(verb is not None and far > _MIDDLE),
        "verb_before": float(verb is not None and verb.first < number.first),
        "suffers": float(scene.lang is Lang.KK and is_object(scene, number, tied.noun)),
    }


def _clause(scene: Scene, count: Count, verb: Cue | None) -> dict[str, float]:
    sentence, marked = count.sentence, scene.cues.marked
    figures = [n for n in scene.numbers_in(sentence) if not n.ordinal]
    inside = any(start <= count.number.start < end for start, end in quoted(scene.text, sentence))
    return {
        "related": float(verb is not None and is_in_relation(scene, verb)),
        "quoted": float(inside),
        "figures": float(len(figures) >= _FIGURES),
        "court": float(marked("court", sentence)),
        "ahead": float(scene.is_ahead(sentence)),
        "foreign": float(marked("foreign", sentence)),
        "old": float(bool(scene.old_words(sentence))),
        "asked": float(bool({"asked", "cause"} & scene.cues.ids(Category.CLAUSE, sentence))),
    }


def _where(scene: Scene, count: Count, claim: Claim) -> dict[str, float]:
    sentence = count.sentence
    beside = [s for s in (sentence - 1, sentence + 1) if s in scene.sentences]
    return {
        "event_sentence": float(scene.is_event(sentence)),
        "event_beside": float(any(map(scene.is_event, beside))),
        "strong": float(bool(scene.cues.actions(sentence, *_STRONG))),
        "in_title": float(sentence in scene.title),
        "in_head": float(sentence in scene.head),
        "late": float(sentence > _LATE),
        "placed": float(bool(claim.places)),
        **_paragraph(scene, sentence),
    }


def _paragraph(scene: Scene, sentence: int) -> dict[str, float]:
    """Whether its paragraph tells of people acting, or how far above it one does."""
    own = scene.paragraph(sentence)
    since, at = 0, own
    while since < _MOST and not any(map(scene.is_event, at)) and at.start > scene.sentences.start:
        since, at = since + 1, scene.paragraph(at.start - 1)
    return {
        "paragraph_event": float(any(map(scene.is_event, own))),
        "paragraph_opens": float(own.start in scene.head),
        "paragraphs_since": since / _MOST,
    }


def _who(said: Sequence[Speaker]) -> dict[str, float]:
    named = any(one.first >= 0 for one in said)
    return {"speaker_named": float(named), "speaker_carried": float(bool(said) and not named)}
