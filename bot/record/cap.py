"""Entry → Common Alerting Protocol 1.2 (OASIS, 2010): an alert for each version, an info for each language.

The record informs and instructs nobody: no event in it is still to come, and the only response is to keep informed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from bot.domain.clock import almaty
from bot.domain.codes import OFFICIAL, ClaimantType, Lang, Stance
from bot.domain.event import Change, Facts
from bot.domain.place import Precision
from bot.domain.record import RecordEntry, RecordStatus, Step, told
from bot.record.atom import heading, lines
from bot.record.markup import add, element
from bot.record.tables import Tables, address

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


def alert(entry: RecordEntry, sender: Sender, tables: Sequence[Tables]) -> Element:
    """The alert of a version, an info in each of these languages; of what was withdrawn nothing but that it was."""
    root = element("alert", attributes={"xmlns": NAMESPACE})
    add(root, "identifier", sender.identifier(entry.event, entry.step.number))
    add(root, "sender", sender.name)
    add(root, "sent", _moment(entry.step.at))
    add(root, "status", "Test" if sender.demo else "Actual")
    add(root, "msgType", "Cancel" if entry.facts is None else _KINDS[entry.step.change])
    add(root, "scope", "Public")
    note = _note(entry, tables[0])
    if note:
        add(root, "note", note)
    earlier = [step for step in entry.steps if step.number < entry.step.number]
    if earlier:
        add(root, "references", " ".join(_reference(sender, entry.event, step) for step in earlier))
    if entry.facts is not None:
        for one in tables:
            root.append(_info(entry, entry.facts, one))
    return root


def _note(entry: RecordEntry, tables: Tables) -> str:
    words = tables.words
    if entry.facts is None:
        into = f" · {words.gettext('No. %(event)s', event=entry.into)}" if entry.into else ""
        return words.standing(entry.standing) + into
    corrects = entry.step.change in {Change.CORRECTION, Change.RETRACTION}
    return words.why(entry.step.reasons) if corrects else ""


def _info(entry: RecordEntry, facts: Facts, tables: Tables) -> Element:
    words = tables.words
    info = element("info")
    add(info, "language", _LANGUAGES[words.lang])
    add(info, "category", "Other")
    add(info, "event", words.gettext("Protest"))
    add(info, "responseType", "None" if entry.standing is RecordStatus.RETRACTED else "Monitor")
    for name, value in (("urgency", "Past"), ("severity", "Unknown"), ("certainty", _certainty(entry, facts))):
        add(info, name, value)
    add(info, "senderName", words.gettext("Automated summary of media reports, may contain errors"))
    add(info, "headline", heading(entry, words))
    add(info, "description", "\n".join(lines(entry, words)))
    if there := next(filter(None, (address(source.url) for source in facts.sources)), None):
        add(info, "web", there)
    for area in _areas(facts, tables):
        info.append(area)
    return info


def _certainty(entry: RecordEntry, facts: Facts) -> str:
    """Observed: an official or a correspondent on the scene says so; likely: two owners do; else possible."""
    if entry.standing is RecordStatus.RETRACTED:
        return "Unlikely"
    said = {one.claim.claimant_type for one in told(facts) if one.claim.stance is Stance.ASSERTS}
    if said & _ON_SCENE:
        return "Observed"
    return "Likely" if len(facts.groups) > 1 else "Possible"


def _areas(facts: Facts, tables: Tables) -> Iterator[Element]:
    """Towns as points, regions by their codes, never an address."""
    for ref in facts.places:
        area = element("area")
        add(area, "areaDesc", tables.words.place(ref.id))
        known = tables.gazetteer.places.get(ref.id)
        if known and known.lat is not None and ref.precision < Precision.REGION:
            add(area, "circle", f"{known.lat},{known.lon} 0")
        region = tables.region(ref.id)
        if region and region.iso:
            code = add(area, "geocode")
            add(code, "valueName", "ISO 3166-2")
            add(code, "value", region.iso)
        yield area


def _reference(sender: Sender, event: int, step: Step) -> str:
    return f"{sender.name},{sender.identifier(event, step.number)},{_moment(step.at)}"


def _moment(at: datetime) -> str:
    """CAP wants an offset of hours and minutes, and no Z (3.3.2)."""
    return at.astimezone(almaty()).isoformat(timespec="seconds")
