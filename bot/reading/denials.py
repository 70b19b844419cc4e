"""Scene → what somebody denies or will not speak about: claims without a figure."""

from collections.abc import Iterator
from datetime import date

from bot.domain.codes import ClaimantType, Field, Lang, Qualifier, Stance
from bot.domain.report import Claim
from bot.reading.claimants import Speaker, Speakers
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.scene import Scene
from bot.reading.words import Strength

_NEAR = 6
#: What officials deny without denying the protest: unrest, a crowd.
_NOT_DENIED = frozenset({"riot", "crowd", "chant", "obstruct"})
#: Whose denial is news: those who speak for themselves in an event, not eyewitnesses or outlets.
_OFFICE = frozenset(
    {
        ClaimantType.POLICE_MVD,
        ClaimantType.AKIMAT,
        ClaimantType.PROSECUTOR,
        ClaimantType.COURT,
        ClaimantType.HEALTH_AUTHORITY,
        ClaimantType.GOVERNMENT_OTHER,
        ClaimantType.EMPLOYER,
        ClaimantType.ORGANISER,
    }
)


def denials(scene: Scene, said: Speakers, start: date | None) -> tuple[Claim, ...]:
    """Denials («никакой забастовки нет») and refusals to comment by offices, one of a kind each."""
    found: dict[tuple[Field, ClaimantType, Stance], Claim] = {}
    for s in scene.sentences:
        if not (scene.is_background(s) or scene.is_before(s, start)):
            for claim in (*_denied(scene, s, said.get(s, ())), *_declined(scene, s, said.get(s, ()))):
                found.setdefault((claim.field, claim.claimant_type, claim.stance), claim)
    return tuple(found.values())


def is_denied(scene: Scene, number: Number) -> bool:
    """Whether a verb of denial leads to a figure: «опровергли задержание 50 человек»; in Kazakh it stands behind."""
    sentence = scene.text.sentence[number.first]
    marks = _marks(scene, sentence, "refutes")
    if scene.lang is Lang.KK:
        return any(0 < cue.first - number.last <= _NEAR for cue in marks)
    return any(0 < number.first - cue.last <= _NEAR for cue in marks)


def _denied(scene: Scene, sentence: int, said: tuple[Speaker, ...]) -> Iterator[Claim]:
    speaker = _office(said)
    if speaker is None or any(is_denied(scene, n) for n in scene.numbers_in(sentence)):
        return
    if any(_marks(scene, sentence, "no_detentions")):
        yield _claim(Field.DETAINED, speaker, Stance.DENIES)
    elif any(_denies_protest(scene, sentence, mark) for mark in _denying(scene, sentence)):
        yield _claim(Field.PARTICIPANTS, speaker, Stance.DENIES)


def _denying(scene: Scene, sentence: int) -> Iterator[Cue]:
    return (c for c in scene.cues.of(Category.MARKER, (sentence,)) if c.tag[1] in {"denial", "refutes"})


def _denies_protest(scene: Scene, sentence: int, mark: Cue) -> bool:
    """Whether the protest itself stands nearest to a denial: «никакой забастовки нет»."""
    actions = [c for c in scene.cues.actions(sentence, Strength.S, Strength.M) if c.tag[1] not in _NOT_DENIED]
    near = min((_between(cue, mark) for cue in actions), default=_NEAR + 1)
    forced = min((_between(cue, mark) for cue in _of_detention(scene, sentence)), default=_NEAR + 1)
    return near <= _NEAR and near <= forced


def _of_detention(scene: Scene, sentence: int) -> Iterator[Cue]:
    return (c for c in scene.cues.of(Category.RESPONSE, (sentence,)) if c.tag[1] == "detentions")


def _declined(scene: Scene, sentence: int, said: tuple[Speaker, ...]) -> Iterator[Claim]:
    speaker = _office(tuple(one for one in said if one.first >= 0))
    if speaker is not None and any(_marks(scene, sentence, "declines")):
        forced = any(any(_of_detention(scene, s)) for s in scene.sentences)
        yield _claim(Field.DETAINED if forced else Field.PARTICIPANTS, speaker, Stance.DECLINES)


def _office(said: tuple[Speaker, ...]) -> Speaker | None:
    return next((speaker for speaker in said if speaker.who.type in _OFFICE), None)


def _marks(scene: Scene, sentence: int, name: str) -> Iterator[Cue]:
    return (c for c in scene.cues.of(Category.MARKER, (sentence,)) if c.tag[1] == name)


def _between(one: Cue, other: Cue) -> int:
    return max(one.first - other.last, other.first - one.last, 0)


def _claim(field: Field, speaker: Speaker, stance: Stance) -> Claim:
    who = speaker.who
    return Claim(field, None, None, Qualifier.VAGUE, claimant=who.id, claimant_type=who.type, stance=stance)
