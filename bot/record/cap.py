"""Entry → Common Alerting Protocol 1.2 (OASIS, 2010): an alert for each version, an info for each language.

The record informs and instructs nobody: no event in it is still to come, and the only response is to keep informed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.clock import almaty
from bot.domain.codes import OFFICIAL, ClaimantType, Lang, Stance
from bot.domain.event import Change, Facts
from bot.domain.place import Precision
from bot.domain.record import RecordEntry, RecordStatus, Step, Words, told
from bot.record.atom import heading, lines
from bot.record.export_rows import Tables, address
from bot.record.markup import NOTHING, Xml, element, joined, leaf

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_LANGUAGES: Mapping[Lang, str] = {Lang.KK: "kk-KZ", Lang.RU: "ru-KZ", Lang.EN: "en"}
_ON_SCENE = OFFICIAL | {ClaimantType.JOURNALIST_ON_SCENE}
_KINDS: Mapping[Change, str] = {
    Change.NEW: "Alert",
    Change.UPDATE: "Update",
    Change.CORRECTION: "Update",
    Change.RETRACTION: "Cancel",
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose alerts these are: `record` tells one installation's from another's; a demo's are tests."""

    record: str
    demo: bool = False

    @property
    def name(self) -> str:
        """Unique, without spaces, commas and signs of markup."""
        return f"protest-alerts.{self.record}"

    def identifier(self, event: int, version: int) -> str:
        """The name of an alert for ever."""
        return f"{self.name}.{event}.{version}"


def alert(entry: RecordEntry, sender: Sender, tables: Sequence[Tables]) -> Xml:
    """The alert of a version, an info in each of these languages; of what was withdrawn nothing but that it was."""
    facts, note = entry.facts, _note(entry, tables[0])
    earlier = [_reference(sender, entry.event, step) for step in entry.steps if step.number < entry.step.number]
    told = joined(
        leaf("identifier", sender.identifier(entry.event, entry.step.number)),
        leaf("sender", sender.name),
        leaf("sent", _moment(entry.step.at)),
        leaf("status", "Test" if sender.demo else "Actual"),
        leaf("msgType", _KINDS[entry.step.change] if facts else "Cancel"),
        leaf("scope", "Public"),
        leaf("note", note) if note else NOTHING,
        leaf("references", " ".join(earlier)) if earlier else NOTHING,
        *([_info(entry, facts, one) for one in tables] if facts else ()),
    )
    return element("alert", told, {"xmlns": NAMESPACE})


def _note(entry: RecordEntry, tables: Tables) -> str:
    words = tables.words
    if entry.facts is None:
        into = f" · {words.gettext('No. %(event)s', event=entry.into)}" if entry.into else ""
        return words.standing(entry.standing) + into
    corrects = entry.step.change in {Change.CORRECTION, Change.RETRACTION}
    return words.why(entry.step.reasons) if corrects else ""


def _info(entry: RecordEntry, facts: Facts, tables: Tables) -> Xml:
    words, hang = tables.words, (entry.standing, _certainty(entry, facts))
    there = next(filter(None, (address(source.url) for source in facts.sources)), None)
    told = joined(
        tables.memo.of("cap", hang, lambda: _head(words, *hang)),
        leaf("headline", heading(entry, words)),
        leaf("description", "\n".join(lines(entry, words))),
        leaf("web", there) if there else NOTHING,
        tables.memo.of("areas", (facts.places,), lambda: joined(*_areas(facts, tables))),
    )
    return element("info", told)


def _head(words: Words, standing: RecordStatus, certainty: str) -> Xml:
    """What is the same in many alerts."""
    texts = {
        "language": _LANGUAGES[words.lang],
        "category": "Other",
        "event": words.gettext("Protest"),
        "responseType": "None" if standing is RecordStatus.RETRACTED else "Monitor",
        "urgency": "Past",
        "severity": "Unknown",
        "certainty": certainty,
        "senderName": words.gettext("Automated summary of media reports, may contain errors"),
    }
    return joined(*(leaf(name, value) for name, value in texts.items()))


def _certainty(entry: RecordEntry, facts: Facts) -> str:
    """Observed: an official or a correspondent on the scene says so; likely: two owners do; else possible."""
    if entry.standing is RecordStatus.RETRACTED:
        return "Unlikely"
    said = {one.claim.claimant_type for one in told(facts) if one.claim.stance is Stance.ASSERTS}
    if said & _ON_SCENE:
        return "Observed"
    return "Likely" if facts.several else "Possible"


def _areas(facts: Facts, tables: Tables) -> Iterator[Xml]:
    """Towns as points, regions by their codes, never an address."""
    for ref in facts.places:
        known, region = tables.gazetteer.places.get(ref.id), tables.region(ref.id)
        near = known is not None and known.lat is not None and ref.precision < Precision.REGION
        code = leaf("valueName", "ISO 3166-2"), leaf("value", region.iso if region else "")
        told = joined(
            leaf("areaDesc", tables.words.place(ref.id)),
            leaf("circle", f"{known.lat},{known.lon} 0") if known and near else NOTHING,
            element("geocode", joined(*code)) if region and region.iso else NOTHING,
        )
        yield element("area", told)


def _reference(sender: Sender, event: int, step: Step) -> str:
    return f"{sender.name},{sender.identifier(event, step.number)},{_moment(step.at)}"


def _moment(at: datetime) -> str:
    """CAP wants an offset of hours and minutes, and no Z (3.3.2)."""
    return at.astimezone(almaty()).isoformat(timespec="seconds")
