"""Scene → what somebody denies or will not speak about: claims without a figure (words: bot/data/denials.toml)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.domain.codes import ClaimantType, Field, Lang, Qualifier, Stance
from bot.domain.report import Claim
from bot.reading.claimants import Speaker, Speakers
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.phrases import Hit
from bot.reading.scene import Scene

_NEAR = 6
#: What the state does to people, of which an office says that it did it to nobody; that nobody was hurt is no denial.
_BEFALLS = {"fined": Field.FINED, "arrested_admin": Field.ARRESTED_ADMIN, "charged": Field.CHARGED}
_BESIDE = 3
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
#: Frames that tell what was denied.
_DENIED = frozenset({"denied_detained", "denied_protest"})


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
    denied = (hit for hit in _framed(scene, number, "refutes") if _reaches(scene, hit, number))
    return any(not _is_of_other_deed(scene, hit, number) for hit in denied)


def is_unconfirmed(scene: Scene, number: Number) -> bool:
    """Whether somebody does not confirm a figure, or denies another deed of which it is part."""
    if any(_reaches(scene, hit, number) for hit in _framed(scene, number, "unsaid")):
        return True
    denied = (hit for hit in _framed(scene, number, "refutes") if _reaches(scene, hit, number))
    return any(_is_of_other_deed(scene, hit, number) for hit in denied)


def _is_of_other_deed(scene: Scene, denial: Hit[str], number: Number) -> bool:
    """More than the act itself and words without weight stands between: «отрицают избиение 50 задержанных»."""
    if scene.lang is Lang.KK:
        return False  # what stands between is told of those who are counted
    sentence = scene.text.sentence[number.first]
    roles = (c for c in scene.cues.of(Category.ROLE, (sentence,)) if c.tag[1] != "none")
    plain = {i for c in roles for i in range(c.first, c.last + 1)}
    plain |= {i for hit in _framed(scene, number, "filler") for i in range(hit.first, hit.last + 1)}
    return not plain.issuperset(range(denial.last + 1, number.first))


def _framed(scene: Scene, number: Number, name: str) -> Iterator[Hit[str]]:
    return (hit for hit in scene.framed(scene.text.sentence[number.first]) if hit.tag == name)


def _reaches(scene: Scene, hit: Hit[str], number: Number) -> bool:
    """Whether a verb governs a figure: before it, in Kazakh behind it, no other verb of saying between."""
    far = hit.first - number.last if scene.lang is Lang.KK else number.first - hit.last
    return 0 < far <= _NEAR and not _said_between(scene, hit.first, hit.last, number.first, number.last)


def _said_between(scene: Scene, first: int, last: int, other_first: int, other_last: int) -> bool:
    inside = range(min(last, other_last) + 1, max(first, other_first))
    said = scene.cues.of(Category.ATTRIBUTION, (scene.text.sentence[first],))
    return any(cue.first in inside and cue.last in inside for cue in said)


def _denied(scene: Scene, sentence: int, said: tuple[Speaker, ...]) -> Iterator[Claim]:
    denied = [hit for hit in scene.framed(sentence) if hit.tag in _DENIED and _is_stated(scene, sentence, hit)]
    nobody = [hit for hit in denied if hit.tag == "denied_detained"]
    speaker = _denier(nobody, said)
    if speaker is None or any(is_denied(scene, n) for n in scene.numbers_in(sentence)):
        return
    befell = _befell_nobody(scene, sentence)
    if nobody:
        yield _claim(Field.DETAINED, speaker, Stance.DENIES)
    yield from (_claim(field, speaker, Stance.DENIES) for field in befell)
    if denied and not (nobody or befell):
        yield _claim(Field.PARTICIPANTS, speaker, Stance.DENIES)


def _is_stated(scene: Scene, sentence: int, denial: Hit[str]) -> bool:
    """A statement that a thing was not: neither of another noun («среди задержанных нет детей») nor of a permit.

    Nor is it one where somebody does not say so, does not know or does not confirm: «ешкім ұсталмағанын растамады».
    """
    others = [hit for hit in scene.framed(sentence) if hit.tag in {"unsaid", "of_another"}]
    if any(hit.tag == "of_another" and hit.last == denial.first for hit in others) or _is_of_permit(scene, denial):
        return False
    return not any(hit.tag == "unsaid" and _governs(scene, hit, denial) for hit in others)


def _governs(scene: Scene, unsaid: Hit[str], denial: Hit[str]) -> bool:
    if unsaid.first <= denial.last and denial.first <= unsaid.last:
        return True
    kk = scene.lang is Lang.KK
    ahead = unsaid.first > denial.last if kk else unsaid.last < denial.first
    parted = kk and _parted(scene, denial, unsaid)
    return ahead and not parted and not _said_between(scene, unsaid.first, unsaid.last, denial.first, denial.last)


def _denier(nobody: list[Hit[str]], said: tuple[Speaker, ...]) -> Speaker | None:
    """The office that denies; «по словам самих водителей, никого не увезли»: those nearest to it."""
    near = [one for one in said if one.first >= 0 and any(_apart(one, hit) <= _NEAR for hit in nobody)]
    those = [one for one in near if one.who.type is ClaimantType.PARTICIPANT_EYEWITNESS]
    return those[0] if those and not any(one.who.type in _OFFICE for one in near) else _office(said)


def _apart(one: Speaker, hit: Hit[str]) -> int:
    return max(hit.first - one.last, one.first - hit.last, 0)


def _befell_nobody(scene: Scene, sentence: int) -> list[Field]:
    """«никто не оштрафован», "nobody was charged"."""
    denied = list(_marks(scene, sentence, "denial"))
    roles = [c for c in scene.cues.of(Category.ROLE, (sentence,)) if c.tag[1] in _BEFALLS]
    near = (c for c in roles if any(_between(c, m) <= _BESIDE and not _parted(scene, c, m) for m in denied))
    return list(dict.fromkeys(_BEFALLS[c.tag[1]] for c in near))


def _parted(scene: Scene, one: Hit[Any], other: Hit[Any]) -> bool:
    """Whether a clause ends between two words."""
    last, first = min(one.last, other.last), max(one.first, other.first)
    return "," in scene.text.raw[scene.text.ends[last] : scene.text.starts[first]]


def _is_of_permit(scene: Scene, denial: Hit[str]) -> bool:
    """What had no permit may well have been held: "the rally had not been authorised"."""
    return any(
        word.startswith(tuple(scene.listed("permitted")))
        for word in scene.text.words[max(0, denial.first - 1) : denial.last + 4]
    )


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
