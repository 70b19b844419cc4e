"""Every message and screen, word for word: `python -m tests.wording.screens` writes what is compared here."""

import re

import pytest

from bot.domain.codes import Lang
from bot.domain.message import units
from bot.wording.alerts import LONGEST_ALERT
from tests.wording.examples import golden
from tests.wording.screens import SUBJECTS, files, subject


@pytest.mark.parametrize(("name", "lang"), files())
def test_a_screen_reads_as_it_was_reviewed(name: str, lang: Lang) -> None:
    assert subject(name, lang) == golden(name, lang) + "\n"


@pytest.mark.parametrize("lang", Lang)
def test_no_alert_is_longer_than_a_phone_shows_and_no_update_than_its_alert(lang: Lang) -> None:
    for name in ("alert", "update"):
        for title, screen in SUBJECTS[name].items():
            message = screen(lang)
            assert units(message.text) <= LONGEST_ALERT, title
            assert message.text.count("•") <= 3, title


#: Words of the trade that readers never see; of versions the details alone tell.
JARGON = {
    Lang.KK: re.compile("нұсқа|мәлімдемеші|тәуелсіз дереккөз"),
    Lang.RU: re.compile("верси|заявитель|независимы"),
    Lang.EN: re.compile(r"\bversion|claimant|\bgrave\b|independent"),
}


@pytest.mark.parametrize(("name", "lang"), files())
def test_no_screen_speaks_jargon(name: str, lang: Lang) -> None:
    shown = "".join(
        line
        for line in subject(name, lang).splitlines(keepends=True)
        if name != "event" or ("№ 42 ·" not in line and "No. 42 ·" not in line)
    )
    assert not JARGON[lang].search(shown.lower())


#: Letters of the other languages: Kazakh ones in Russian, any Cyrillic in English; names in Latin letters may stand.
FOREIGN = {Lang.RU: re.compile("[әғқңөұүһі]"), Lang.EN: re.compile("[а-яәғқңөұүһі]")}
#: The languages name themselves, and the question for one stands in each.
THEIR_OWN = re.compile(r"Қазақша|Русский|.*Which language.*|«?[“]?(?:Алмата|Атлантида)[”»]?.*")


@pytest.mark.parametrize(("name", "lang"), [one for one in files() if one[1] in FOREIGN])
def test_no_sentence_holds_a_fragment_of_another_language(name: str, lang: Lang) -> None:
    shown = THEIR_OWN.sub("", subject(name, lang))
    assert not FOREIGN[lang].search(shown.lower())
