"""Word forms: a stem with a checked chain of endings, a dictionary, irregular forms; and entries that name a lemma."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import Lang
from bot.reading.forms import Russian, Tense
from bot.reading.phrases import PhraseIndex, parts
from bot.reading.russian import dictionary
from bot.reading.text import parse
from bot.resources import Knowledge

FORMS = [
    (Lang.KK, "үкім", "үкімі", True),
    (Lang.KK, "үкім", "үкімді", True),
    (Lang.KK, "үкім", "үкіметке", False),
    (Lang.KK, "әкім/n", "әкімдерге", True),
    (Lang.KK, "әкім/n", "әкімшілік", False),
    (Lang.KK, "дания/n", "данияда", True),
    (Lang.KK, "дания/n", "данияр", False),
    (Lang.KK, "банк/n", "банктің", True),
    (Lang.KK, "банк/n", "банкир", False),
    (Lang.KK, "порт/n", "портал", False),
    (Lang.KK, "жинал/v", "жиналғандарды", True),
    (Lang.KK, "жинал/v", "жиналмай", True),
    (Lang.KK, "жинал/v", "жиналып", True),
    (Lang.KK, "жинал/v", "жиналыс", False),
    (Lang.KK, "жинал/v", "жиналыста", False),
    (Lang.RU, "требовать/v", "требуют", True),
    (Lang.RU, "требовать/v", "требуя", True),
    (Lang.RU, "требовать/v", "требуются", False),
    (Lang.RU, "требовать/v", "требуемые", False),
    (Lang.RU, "прийти", "пришли", True),
    (Lang.RU, "прийти", "пришлось", False),
    (Lang.RU, "штраф/n", "штрафом", True),
    (Lang.RU, "штраф/n", "штрафстоянку", False),
    (Lang.RU, "не", "незамедлительно", False),
    (Lang.EN, "hold", "held", True),
    (Lang.EN, "march", "marched", True),
    (Lang.EN, "march", "marches", True),
    (Lang.EN, "march", "marchioness", False),
    (Lang.EN, "rally", "rallied", True),
    (Lang.EN, "block", "blocking", True),
    (Lang.EN, "stop", "stopped", True),
    (Lang.EN, "strike", "striking", True),
]


@pytest.mark.parametrize(("lang", "lemma", "word", "expected"), FORMS)
def test_a_form_is_told_from_a_word_that_begins_alike(
    knowledge: Knowledge, lang: Lang, lemma: str, word: str, *, expected: bool
) -> None:
    assert knowledge.forms()[lang].is_form(word, lemma) is expected


@pytest.mark.parametrize(
    ("word", "tense"),
    [
        ("вышли", Tense.PAST),
        ("бастуют", Tense.PRESENT),
        ("выйдут", Tense.FUTURE),
        ("выйти", Tense.INFINITIVE),
        ("требуя", Tense.GERUND),
        ("собравшиеся", Tense.PARTICIPLE),
        ("площадь", Tense.NONE),
    ],
)
def test_a_russian_verb_has_its_tense(word: str, tense: Tense) -> None:
    assert Russian(dictionary()).tense(word) is tense


def test_an_entry_with_a_lemma_takes_its_forms_only(knowledge: Knowledge) -> None:
    index = PhraseIndex([("ask", "требу:требовать/v _водител"), ("not", "не приступ")], knowledge.forms()[Lang.RU])
    asked = index.find(
        parse("Водители требуют прибавки. Требуются водители. Незамедлительно приступили. Не приступили.")
    )
    assert [hit.entry for hit in asked] == ["не приступ"]
    with pytest.raises(ValueError, match="no forms are known"):
        parts("требу:требовать/v")


@given(st.text(max_size=80))
def test_any_word_is_answered(word: str) -> None:
    assert dictionary().readings(word.lower()) is dictionary().readings(word.lower())
    assert Russian(dictionary()).tense(word.lower()) in set(Tense)
