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
#: What befalls people, of which an office says that it befell nobody.
_BEFALLS = {
    "fined": Field.FINED,
    "arrested_admin": Field.ARRESTED_ADMIN,
    "charged": Field.CHARGED,
    "injured": Field.INJURED_UNSPECIFIED,
    "killed": Field.KILLED_UNSPECIFIED,
}
_BESIDE = 3
_PERMITTED = ("permit", "authori", "sanction", "approved", "согласов", "разреш", "санкционир", "рұқсат", "келісіл")
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


def denials(scene: Scene, said: Speakers, start: date | None) -> tuple[tuple[Claim, int], ...]:
    """Denials («никакой забастовки нет») and refusals to comment, one of a kind each, with their sentences."""
    found: dict[tuple[Field, ClaimantType, Stance], tuple[Claim, int]] = {}
    for s in scene.sentences:
        if not (scene.is_background(s) or scene.is_before(s, start)):
            for claim in (*_denied(scene, s, said.get(s, ())), *_declined(scene, s, said.get(s, ()))):
                found.setdefault((claim.field, claim.claimant_type, claim.stance), (claim, s))
    return tuple(found.values())


def is_denied(scene: Scene, number: Number) -> bool:
    """Whether a verb of denial leads to a figure: «опровергли задержание 50 человек»; in Kazakh it stands behind."""
    sentence = scene.text.sentence[number.first]
    marks = _marks(scene, sentence, "refutes")
    if scene.lang is Lang.KK:
        return any(0 < cue.first - number.last <= _NEAR for cue in marks)
    return any(0 < number.first - cue.last <= _NEAR for cue in marks)


def _denied(scene: Scene, sentence: int, said: tuple[Speaker, ...]) -> Iterator[Claim]:
    speaker = _denier(scene, sentence, said)
    if speaker is None or any(is_denied(scene, n) for n in scene.numbers_in(sentence)):
        return
    nobody = any(_marks(scene, sentence, "no_detentions"))
    befell = _befell_nobody(scene, sentence)
    if nobody:
        yield _claim(Field.DETAINED, speaker, Stance.DENIES)
    yield from (_claim(field, speaker, Stance.DENIES) for field in befell)
    if nobody or befell:
        return
    if any(_denies_protest(scene, sentence, mark) for mark in _denying(scene, sentence)):
        yield _claim(Field.PARTICIPANTS, speaker, Stance.DENIES)


def _denier(scene: Scene, sentence: int, said: tuple[Speaker, ...]) -> Speaker | None:
    """The office that denies; «по словам самих водителей, никого не увезли»: those nearest to it."""
    marks = list(_marks(scene, sentence, "no_detentions"))
    near = [one for one in said if one.first >= 0 and any(_apart(one, mark) <= _NEAR for mark in marks)]
    those = [one for one in near if one.who.type is ClaimantType.PARTICIPANT_EYEWITNESS]
    return those[0] if those and not any(one.who.type in _OFFICE for one in near) else _office(said)


def _apart(one: Speaker, mark: Cue) -> int:
    return max(mark.first - one.last, one.first - mark.last, 0)


def _befell_nobody(scene: Scene, sentence: int) -> list[Field]:
    """«никто не оштрафован», "nobody was hurt", «жараланғандар болмаған»."""
    denied = [c for c in _denying(scene, sentence) if c.tag[1] == "denial"]
    roles = [c for c in scene.cues.of(Category.ROLE, (sentence,)) if c.tag[1] in _BEFALLS]
    near = (c for c in roles if any(_between(c, m) <= _BESIDE and not _parted(scene, c, m) for m in denied))
    return list(dict.fromkeys(_BEFALLS[c.tag[1]] for c in near))


def _parted(scene: Scene, one: Cue, other: Cue) -> bool:
    """Whether a clause ends between two words."""
    last, first = min(one.last, other.last), max(one.first, other.first)
    return "," in scene.text.raw[scene.text.ends[last] : scene.text.starts[first]]


def _denying(scene: Scene, sentence: int) -> Iterator[Cue]:
    marks = (c for c in scene.cues.of(Category.MARKER, (sentence,)) if c.tag[1] in {"denial", "refutes"})
    return (c for c in marks if c.tag[1] == "refutes" or not _is_of_permit(scene, c))


def _is_of_permit(scene: Scene, mark: Cue) -> bool:
    """What had no permit may well have been held: "the rally had not been authorised"."""
    return any(word.startswith(_PERMITTED) for word in scene.text.words[max(0, mark.first - 1) : mark.last + 4])


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
