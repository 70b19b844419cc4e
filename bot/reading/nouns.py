"""A noun behind a numeral → whether its ending names people, where no list knows it."""

import re

from bot.domain.codes import Lang
from bot.reading.cues import Category, Cue
from bot.reading.numbers import Number
from bot.reading.phrases import Hit
from bot.reading.scene import Scene

_ENDINGS = {
    Lang.RU: re.compile(
        r"\w{2,}(?:(?:н|щ|ч)иков|(?:н|щ|ч)ика|(?:щ|ч)иц|телей|теля|истов|иста|исток|овцев|анцев|инцев|ологов|[юя]щих|вших)$"
    ),
    Lang.EN: re.compile(r"\w{3,}(?:ers|ors|ists|ees|ians|smen|women|folk)$"),
    Lang.KK: re.compile(r"\w{2,}(?:(?<!н)ш[ыі]|[гк]ер)(?:н[ыі]ң|н[ыі]|дан|ден)?$"),
}
#: Things whose names end alike.
_THINGS = {
    Lang.RU: re.compile(
        r"(?:внедорожн|рудн|источн|памятн|праздн|понедельн|двигат|показат|питомн|учебн|сборн|чайн|холодильн|светильн"
        r"|счетчик|датчик|ящик|следующ|предыдущ|указат|выключат|родник|подъемн|беспилотн|спутник|переулк|оставш|прошедш)"
    ),
    Lang.EN: re.compile(
        r"(?:numbers|orders|offers|papers|letters|cent|meters|shelters|post|banners|computers|trail|contain|bunkers"
        r"|tankers|quarters|barriers|trees|degrees|committees|fees|corners|towers|doors|floors|motors|factors|sectors"
        r"|errors|rivers|layers|chapters|matters|powers|tractors|reactors|generators|elevators|prayers|answers|stickers"
        r"|flyers|monitors|newspapers|helicopters|scooters|headquarters|disorders|speakers|acres|others|stoves|dinners"
        r"|scholars|corridors|mirrors|covers|servers|timers|contractors|subcontractors|operators|employers|boilers|lockers|drawers|years)"
    ),
    Lang.KK: re.compile(r"(?:ескерткіш|кешкі|бетперде)"),
}
_ADJECTIVE = re.compile(r"(?:[ыи]х|ого|его)$")


def people_by_ending(scene: Scene, number: Number) -> Cue | None:
    """«12 аппаратчиков», "40 rigbuilders", «15 жонғышы»: the noun right behind, or behind one adjective."""
    text, i = scene.text, number.last + 1
    if scene.lang is Lang.RU and i < len(text) and _ADJECTIVE.search(text.words[i]) and not _names(scene, i):
        i += 1
    apart = any(text.gap(j).strip() for j in range(number.last, i)) or i >= len(text)
    same = not apart and text.sentence[i] == text.sentence[number.first]
    return Hit((Category.PEOPLE, ""), i, i, text.words[i]) if same and _names(scene, i) else None


def _names(scene: Scene, i: int) -> bool:
    word = scene.text.words[i]
    return bool(_ENDINGS[scene.lang].match(word)) and not _THINGS[scene.lang].match(word)
