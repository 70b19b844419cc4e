"""Every code that can be shown has its own words in three languages, and legal terms are those of the glossary."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

import pytest
from babel.messages.pofile import read_po

from bot.domain.codes import Action, ClaimantType, DigestPace, Field, Issue, Lang, Response, Scope, Status
from bot.domain.event import Change
from bot.domain.subscriber import Subscriber
from bot.wording import action_phrases, claims
from bot.wording.phrases import PHRASES, UNNUMBERED
from tests.wording.examples import LOCALES, MINISTRY, RFERL, SEED, event, version, wording

WORDING = wording()

Shown = Callable[[StrEnum, Lang], str]


def action(code: StrEnum, lang: Lang) -> str:
    return action_phrases.what(WORDING.tongue(lang), replace(SEED, action=Action(code), responses=(), organisers=()))


def response(code: StrEnum, lang: Lang) -> str:
    facts = replace(SEED, action=Action.STRIKE, responses=(Response(code),), said=())
    return action_phrases.what(WORDING.tongue(lang), facts)


def role(code: StrEnum, lang: Lang) -> str:
    claim = replace(MINISTRY.claim, claimant="", claimant_type=ClaimantType(code))
    return claims.line(WORDING.tongue(lang), (replace(MINISTRY, claim=claim),), SEED)


def scope(code: StrEnum, lang: Lang) -> str:
    return claims.line(
        WORDING.tongue(lang), (replace(MINISTRY, claim=replace(MINISTRY.claim, scope=Scope(code))),), SEED
    )


def issue(code: StrEnum, lang: Lang) -> str:
    return WORDING.details(event(replace(SEED, issue=Issue(code))), lang).text


def status(code: StrEnum, lang: Lang) -> str:
    return action_phrases.what(WORDING.tongue(lang), replace(SEED, responses=(), status=Status(code)))


def field(code: StrEnum, lang: Lang) -> str:
    return claims.field_name(WORDING.tongue(lang), Field(code))


def pace(code: StrEnum, lang: Lang) -> str:
    return WORDING.chosen(Subscriber(1, lang, frozenset({"almaty"}), DigestPace(code))).text


def source(code: StrEnum, lang: Lang) -> str:
    return WORDING.alert(version(replace(SEED, sources=(replace(RFERL, lang=code),))), lang).text


CODES: list[tuple[Iterable[StrEnum], Shown]] = [
    (Action, action),
    (Response, response),
    (ClaimantType, role),
    (Scope, scope),
    (Issue, issue),
    (Status, status),
    (Field, field),
    (DigestPace, pace),
    (Lang, source),
]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize(("codes", "shown"), CODES)
def test_each_code_has_words_of_its_own(codes: Iterable[StrEnum], shown: Shown, lang: Lang) -> None:
    texts = {code: shown(code, lang) for code in codes}
    assert len(set(texts.values())) == len(texts)
    assert not [code for code, text in texts.items() if code.value in text and "_" in code.value]


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("change", Change)
def test_each_kind_of_version_can_be_shown(change: Change, lang: Lang) -> None:
    assert WORDING.edited(version(change=change), lang).text


#: What the law calls it, and the stem that every phrase of the field must hold.
GLOSSARY = {
    Field.DETAINED: ("ұсталды", "задержа", "detained"),
    Field.RELEASED: ("босатылды", "отпу", "released"),
    Field.FINED: ("айыппұл сал", "оштрафова", "fined"),
    Field.ARRESTED_ADMIN: ("әкімшілік қамаққа", "административный арест", "administrative arrest"),
    Field.CHARGED: ("айып тағыл", "предъявлено", "charged"),
    Field.CONVICTED: ("сотталды", "осужд", "convicted"),
}

#: Words of verdict, of one side, or of the street; and "arrest" and "extremist" outside their legal phrase.
FORBIDDEN = {
    Lang.EN: r"arrest(?!s? (?:were|was) imposed)(?<!administrative arrest)|illegal|unlawful|unsanctioned|riot|terroris"
    r"|jail|prison|custod|guilty|perpetrat|offender|clash|mob\b|join|come to|extremis(?!t\.$)",
    Lang.RU: r"(?<!административный )(?<!административные )арест|незаконн|несанкционир|террорис|тюрьм|виновн|преступ"
    r"|погром|столкновен|схвачен|скручен|присоединяйтесь|приходите|экстремис(?!тское объединение\.$)",
    Lang.KK: r"тұтқын|қамауға|құрықта|заңсыз|рұқсатсыз|террор|түрме|кінәлі|қылмыскер|қақтығыс|келіңіз|қосылыңыз"
    r"|экстремис(?!тік ұйым деп танып, қызметіне тыйым салған\.$)",
}


def texts(lang: Lang) -> dict[tuple[str, ...], tuple[str, ...]]:
    with (LOCALES / lang / "LC_MESSAGES" / "bot.po").open("rb") as source:
        catalog = read_po(source)
    return {_all(message.id): _all(message.string) for message in catalog if message.id}


def _all(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


@pytest.mark.parametrize(("place", "lang"), list(enumerate(Lang)))
@pytest.mark.parametrize("field", GLOSSARY)
def test_phrases_hold_the_legal_term_of_their_field_and_no_other(field: Field, place: int, lang: Lang) -> None:
    translated = texts(lang)
    phrases = [translated[ids] for ids in PHRASES[field].values()]
    for phrase in (phrase for forms in phrases for phrase in forms):
        assert GLOSSARY[field][place] in phrase
        assert not [other for other, terms in GLOSSARY.items() if other is not field and terms[place] in phrase]


@pytest.mark.parametrize("lang", Lang)
def test_templates_use_no_other_term(lang: Lang) -> None:
    found = [
        text for forms in texts(lang).values() for text in forms if re.search(FORBIDDEN[lang], text, re.IGNORECASE)
    ]
    assert not found


def test_every_field_has_words_without_a_figure() -> None:
    assert set(UNNUMBERED) == set(Field)
