"""The alert of the seed event in three languages, word for word, and what every alert must and must not hold."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.codes import Action, ClaimantType, Field, Issue, Lang, Qualifier, Response, Scope, Stance, Status
from bot.domain.event import Basis, Change, Facts, Said, Setting
from bot.domain.message import Button, Entity, Style, units
from bot.domain.names import Name, NameKind
from bot.domain.place import PlaceRef, Precision
from bot.domain.report import Span
from bot.wording.wording import Wording
from tests.wording.examples import (
    CORRESPONDENT,
    GAZETTEER,
    LATER,
    MINISTRY,
    NAMES,
    RFERL,
    SEED,
    catalogs,
    event,
    version,
    wording,
)

WORDING = wording()

VLAST = replace(RFERL, outlet="vlast", group="vlast", lang="ru", url="https://vlast.kz/1")


def english(facts: Facts) -> str:
    return WORDING.alert(version(facts), Lang.EN).text


def everything(facts: Facts) -> str:
    return WORDING.details(event(facts), Lang.EN).text


def claimed(**changes: object) -> Said:
    return replace(MINISTRY, claim=replace(MINISTRY.claim, **changes))  # type: ignore[arg-type]  # fields of Claim


def only(said: Said) -> str:
    lines = english(replace(SEED, said=(said,))).splitlines()
    return next(line for line in lines if line.startswith("•"))


@pytest.mark.parametrize("lang", Lang)
def test_what_and_where_are_bold_and_the_outlet_opens_the_article(lang: Lang) -> None:
    message = WORDING.alert(version(), lang)
    title = message.text.splitlines()[0]
    at = units(message.text[: message.text.rindex("RFE/RL")])
    assert message.entities[-1].url == "start:event_42"
    assert message.entities[:-1] == (
        Entity(Style.BOLD, 0, units(title)),
        Entity(Style.LINK, at, units("RFE/RL"), RFERL.url),
    )


def test_four_buttons_stand_under_an_alert() -> None:
    assert WORDING.alert(version(), Lang.EN).buttons == (
        (Button("Details", "event:42"), Button("Sources", "src:42")),
        (Button("Mute this event", "watch:mute:42"), Button("Report an error", "err:42")),
    )


def test_the_old_name_is_shown_only_for_a_day_on_which_it_was_borne() -> None:
    later = replace(SEED, span=Span(date(2023, 1, 5), date(2023, 1, 5), 1))
    assert english(later).startswith("Astana, Almaty, Shymkent: ")


def test_the_ban_is_mentioned_only_from_its_day_on() -> None:
    day_of_ban = Span(date(2018, 3, 13), date(2018, 3, 13), 1)
    day_before = Span(date(2018, 3, 12), date(2018, 3, 12), 1)
    assert "banned" in everything(replace(SEED, span=day_of_ban))
    assert "banned" not in everything(replace(SEED, span=day_before))


def test_an_organiser_or_a_reason_that_is_not_in_the_names_table_is_not_shown() -> None:
    text = everything(replace(SEED, organisers=("Ivan Ivanov",), demands=("Ivan Ivanov",)))
    assert "Ivan" not in text


@pytest.mark.parametrize(
    ("span", "kk", "ru", "en"),
    [
        (Span(None, None, 4), "күні белгісіз", "день неизвестен", "day not known"),
        (
            Span(date(2019, 9, 21), date(2019, 9, 22), 1),
            "2019 жылғы 21–22 қыркүйек",
            "21–22 сентября 2019",
            "21–22 September 2019",
        ),
        (
            Span(date(2019, 12, 31), date(2020, 1, 1), 1),
            "2019 жылғы 31 желтоқсан – 2020 жылғы 1 қаңтар",
            "31 декабря 2019 – 1 января 2020",
            "31 December 2019 – 1 January 2020",
        ),
        (Span(date(2019, 9, 21), None, 3), "2019 жылғы қыркүйек", "сентябрь 2019", "September 2019"),
        (
            Span(date(2019, 9, 21), date(2019, 9, 21), 2),
            "2019 жылғы 21 қыркүйек шамасында",
            "около 21 сентября 2019",
            "about 21 September 2019",
        ),
        (
            Span(date(2019, 9, 21), date(2019, 9, 21), 4),
            "2019 жылғы 21 қыркүйек (хабар шыққан күн)",
            "21 сентября 2019 (день сообщения)",
            "21 September 2019 (day of the report)",
        ),
    ],
)
def test_days_are_said_as_exactly_as_they_are_known(span: Span, kk: str, ru: str, en: str) -> None:
    for lang, expected in ((Lang.KK, kk), (Lang.RU, ru), (Lang.EN, en)):
        second = WORDING.alert(version(replace(SEED, span=span)), lang).text.splitlines()[1]
        assert second.split(" · ")[0] == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (replace(SEED, responses=()), "people held opposition rallies"),
        (replace(SEED, issue=Issue.LABOUR), "police broke up rallies"),
        (replace(SEED, organisers=()), "police broke up rallies"),
        (replace(SEED, issue=None, places=(PlaceRef("almaty"),)), "police broke up a rally"),
        (
            replace(SEED, responses=(Response.FORCE, Response.DISPERSAL)),
            "police used force to break up opposition rallies",
        ),
        (replace(SEED, responses=(Response.FORCE,)), "people held opposition rallies; police used force"),
        (
            replace(SEED, action=Action.STRIKE, responses=(Response.DISPERSAL,), status=Status.ENDED),
            "workers went on strike in several places; police broke up the protest",
        ),
        (
            replace(SEED, responses=(Response.DETENTIONS,), said=(), status=Status.ONGOING),
            "people are holding opposition rallies; police detained people",
        ),
        (replace(SEED, status=Status.ONGOING), "police are breaking up opposition rallies"),
        (
            replace(SEED, status=Status.ONGOING, responses=(Response.FORCE, Response.DISPERSAL)),
            "police are using force to break up opposition rallies",
        ),
        (
            replace(
                SEED,
                action=Action.SINGLE_PERSON_PICKET,
                places=(PlaceRef("oral"),),
                responses=(Response.DETENTIONS,),
                said=(),
            ),
            "one person held a picket; police detained the picketer",
        ),
    ],
)
def test_what_happened_is_said_in_a_closed_set_of_sentences(facts: Facts, expected: str) -> None:
    assert english(facts).splitlines()[0].split(": ", 1)[1] == expected


def test_what_goes_on_no_more_is_told_as_past() -> None:
    days_ago = replace(SEED, span=Span(date(2019, 9, 18), None, 1), status=Status.ONGOING)
    lines = english(days_ago).splitlines()
    assert lines[0].endswith(": police broke up opposition rallies")
    assert lines[1] == "18 September · ongoing when last reported"


@pytest.mark.parametrize("action", Action)
def test_force_is_said_in_kazakh_only_where_force_is_reported(action: Action) -> None:
    plain = replace(SEED, action=action, responses=(Response.DISPERSAL,))
    forced = replace(SEED, action=action, responses=(Response.DISPERSAL, Response.FORCE))
    assert "күш" not in WORDING.alert(version(plain), Lang.KK).text
    assert "күш" in WORDING.alert(version(forced), Lang.KK).text


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            claimed(stance=Stance.DENIES),
            "• Interior Ministry denied: “57 people detained” (Astana, Almaty)",
        ),
        (
            claimed(stance=Stance.DENIES, min=None, max=None, places=()),
            "• Interior Ministry denied that people were detained",
        ),
        (claimed(stance=Stance.DECLINES, places=()), "• Interior Ministry: declined to comment"),
        (
            claimed(qualifier=Qualifier.VAGUE, min=20, max=None, text="dozens", places=()),
            "• Interior Ministry: detained — dozens of people",
        ),
        (claimed(scope=Scope.NATIONWIDE, places=()), "• Interior Ministry: 57 people detained (in the whole country)"),
        (
            claimed(as_of=date(2019, 9, 23), places=()),
            "• Interior Ministry: 57 people detained (as of 23 September)",
        ),
        (
            claimed(claimant="Unit 7", claimant_type=ClaimantType.GOVERNMENT_OTHER, places=()),
            "• State body “Unit 7”: 57 people detained",
        ),
        (claimed(claimant="", claimant_type=ClaimantType.OUTLET, places=()), "• RFE/RL: 57 people detained"),
        (
            claimed(claimant="", claimant_type=ClaimantType.JOURNALIST_ON_SCENE, places=()),
            "• RFE/RL correspondent: 57 people detained",
        ),
        (
            claimed(claimant="correspondent", claimant_type=ClaimantType.JOURNALIST_ON_SCENE, places=()),
            "• RFE/RL correspondent: 57 people detained",
        ),
        (claimed(min=20, max=25, qualifier=Qualifier.RANGE, places=()), "• Interior Ministry: 20–25 people detained"),
        (claimed(min=12500, max=12500, places=()), "• Interior Ministry: 12,500 people detained"),
        (claimed(places=("almaty-alatau",)), "• Interior Ministry: 57 people detained (Alatau District (Almaty))"),
    ],
)
def test_a_claim_is_one_line_with_its_claimant(said: Said, expected: str) -> None:
    assert only(said) == expected


@pytest.mark.parametrize("lang", [Lang.KK, Lang.RU])
def test_words_of_an_article_are_not_repeated_to_readers_of_another_language(lang: Lang) -> None:
    vague = claimed(qualifier=Qualifier.VAGUE, min=None, max=None, text="a handful", claimant="Unit Seven")
    text = WORDING.alert(version(replace(SEED, said=(vague,))), lang).text
    assert "handful" not in text
    assert "Unit" not in text


@pytest.mark.parametrize(
    "kind",
    [
        ClaimantType.PARTICIPANT_EYEWITNESS,
        ClaimantType.RELATIVE_LAWYER,
        ClaimantType.ANONYMOUS_SOCIAL,
        ClaimantType.ORGANISER,
        ClaimantType.JOURNALIST_ON_SCENE,
    ],
)
def test_a_label_that_may_name_a_private_person_is_left_out(kind: ClaimantType) -> None:
    assert "Ivanova" not in only(claimed(claimant="Ivanova", claimant_type=kind))


def test_words_of_others_stay_on_one_line_and_short() -> None:
    line = only(
        claimed(qualifier=Qualifier.VAGUE, min=None, max=None, text="dozens\n\u202eof " + "very " * 50, places=())
    )
    assert line.startswith("• Interior Ministry: detained — “dozens of very")
    assert line.endswith("…”")
    assert len(line) < 120


def test_a_role_without_a_name_is_told_apart_by_its_outlet_when_sources_differ() -> None:
    police = claimed(claimant="", places=())
    other = replace(police, outlet="vlast", claim=replace(police.claim, min=60, max=60))
    text = english(replace(SEED, sources=(RFERL, VLAST), said=(police, other)))
    assert "• Police (Vlast): 60 people detained\n• Police (RFE/RL): 57 people detained" in text


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"claimant_type": ClaimantType.JOURNALIST_ON_SCENE}, {}, "• RFE/RL, Vlast correspondent: 57 people detained"),
        (
            {"claimant_type": ClaimantType.JOURNALIST_ON_SCENE},
            {"claimant": "rferl"},
            "• RFE/RL correspondent: 57 people detained",
        ),
        ({"claimant_type": ClaimantType.OUTLET}, {}, "• RFE/RL, Vlast: 57 people detained"),
        ({"claimant_type": ClaimantType.POLICE_MVD}, {}, "• Police (RFE/RL, Vlast): 57 people detained"),
        (
            {"claimant_type": ClaimantType.POLICE_MVD},
            {"text": "57 адам"},
            "• Police (RFE/RL, Vlast): 57 people detained",
        ),
    ],
)
def test_a_figure_that_several_outlets_carry_is_one_line(
    one: dict[str, Any], other: dict[str, Any], expected: str
) -> None:
    first = claimed(claimant="", places=(), **one)
    second = replace(first, outlet="vlast", claim=replace(first.claim, **other))
    shown = [
        row for row in english(replace(SEED, sources=(RFERL, VLAST), said=(first, second))).splitlines() if "57" in row
    ]
    assert shown == [expected]


@pytest.mark.parametrize(
    "other",
    [
        {"min": 60, "max": 60},
        {"scope": Scope.NATIONWIDE},
        {"places": ("almaty",)},
        {"stance": Stance.DENIES},
        {"claimant_type": ClaimantType.ORGANISER},
        {"claimant": "Unit 7"},
    ],
)
def test_another_figure_scope_place_or_claimant_is_a_line_of_its_own(other: dict[str, Any]) -> None:
    first = claimed(claimant="", places=())
    second = replace(first, outlet="vlast", claim=replace(first.claim, **other))
    assert english(replace(SEED, sources=(RFERL, VLAST), said=(first, second))).count("• ") == 2


def test_deaths_come_first_and_participants_last() -> None:
    said = tuple(claimed(field=field) for field in (Field.PARTICIPANTS, Field.DETAINED, Field.KILLED_UNSPECIFIED))
    lines = [line for line in english(replace(SEED, said=said)).splitlines() if line.startswith("•")]
    assert ["killed" in lines[0], "detained" in lines[1], "took part" in lines[2]] == [True, True, True]


def test_the_fourth_figure_is_left_to_the_details() -> None:
    said = tuple(claimed(min=57 + n, max=57 + n) for n in range(11))
    text = english(replace(SEED, said=said))
    assert text.count("• Interior") == 3
    assert "… and 8 more, see /event_42" in text


@pytest.mark.parametrize(
    ("lang", "one", "two", "five"),
    [
        (Lang.KK, "Әзірге бір басылым:", "Басылымдар (2), иелері әртүрлі:", "Басылымдар (5), иелері әртүрлі:"),
        (Lang.RU, "Пока одно издание:", "2 издания, владельцы разные:", "5 изданий, владельцы разные:"),
        (Lang.EN, "One outlet so far:", "2 outlets, different owners:", "5 outlets, different owners:"),
    ],
)
def test_owners_are_counted_by_their_groups(lang: Lang, one: str, two: str, five: str) -> None:
    for n, expected in ((1, one), (2, two), (5, five)):
        sources = tuple(replace(RFERL, group=f"g{i % n}", url=f"https://example.kz/{i}") for i in range(6))
        assert expected in WORDING.alert(version(replace(SEED, sources=sources)), lang).text


@pytest.mark.parametrize("lang", Lang)
def test_a_language_that_the_outlets_name_tells_is_not_told_twice(lang: Lang) -> None:
    told = {Lang.KK: "ағылшынша", Lang.RU: "на английском", Lang.EN: "English"}
    name = Name("service", NameKind.OUTLET, {one: f"Service ({told[one]})" for one in Lang})
    speaking = Wording(catalogs(), GAZETTEER, NAMES.plus((name,)))
    facts = replace(SEED, sources=(replace(RFERL, outlet="service"),))
    assert speaking.sources_of(event(facts), lang).text.count(told[lang]) == 1


def test_an_address_that_is_no_web_address_is_not_linked() -> None:
    facts = replace(SEED, sources=(replace(RFERL, url="javascript:alert(1)"),))
    assert [one.url for one in WORDING.alert(version(facts), Lang.EN).entities if one.url] == ["start:event_42"]


def test_a_place_near_a_town_says_so() -> None:
    facts = replace(SEED, places=(PlaceRef("oral", Precision.NEAR),))
    assert english(facts).startswith("Oral (nearby): ")


@pytest.mark.parametrize(
    ("lang", "head"),
    [
        (Lang.KK, "Астана, Алматы · ұсталғандар: 97 (57 еді) – Ішкі істер министрлігі"),
        (Lang.RU, "Астана, Алматы · задержанных: было 57, стало 97 – МВД"),
        (Lang.EN, "Astana, Almaty · detained: 97, up from 57 – Interior Ministry"),
    ],
)
def test_an_update_leads_with_what_changed_from_what_to_what(lang: Lang, head: str) -> None:
    grown = replace(MINISTRY, claim=replace(MINISTRY.claim, min=97, max=97))
    newest = version(replace(SEED, said=(grown, CORRESPONDENT)), Change.UPDATE, 2)
    update = WORDING.update(newest, lang, version())
    assert update.text.splitlines()[0] == head
    assert units(update.text) < units(WORDING.alert(newest, lang).text)


def test_deaths_lead_an_update_and_all_else_follows() -> None:
    dead = claimed(field=Field.KILLED_UNSPECIFIED, min=2, max=2)
    facts = replace(SEED, said=(*SEED.said, dead), responses=(*SEED.responses, Response.FORCE))
    lines = WORDING.update(version(facts, Change.UPDATE, 2), Lang.EN, version()).text.splitlines()
    assert lines[0] == "Astana, Almaty · Interior Ministry: 2 people killed (Astana, Almaty)"
    assert "• Police used force" in lines


def test_deaths_ring_in_quiet_hours_too_and_an_update_of_something_else_does_not() -> None:
    dead = replace(SEED, said=(*SEED.said, claimed(field=Field.KILLED_UNSPECIFIED, min=2, max=2)))
    assert WORDING.alert(version(dead), Lang.EN).urgent
    assert not WORDING.alert(version(), Lang.EN).urgent
    assert WORDING.update(version(dead, Change.UPDATE, 2), Lang.EN, version()).urgent
    more = replace(dead, responses=(*dead.responses, Response.FORCE))
    assert not WORDING.update(version(more, Change.UPDATE, 3), Lang.EN, version(dead)).urgent


def test_of_what_nobody_has_checked_an_update_is_as_silent_as_the_alert() -> None:
    unchecked = version(replace(SEED, said=(), basis=Basis.UNCHECKED), Change.UPDATE, 2)
    assert WORDING.update(unchecked, Lang.EN, version()) == WORDING.alert(unchecked, Lang.EN)
    assert WORDING.alert(unchecked, Lang.EN).silent


def test_an_update_of_which_nobody_knows_what_was_told_says_why_it_rings() -> None:
    newest = replace(version(change=Change.UPDATE, number=2), reasons=("first_deaths", "force_used"))
    first = WORDING.update(newest, Lang.EN).text.splitlines()[0]
    assert first.endswith(" · first reports of deaths")


def test_an_edit_after_an_update_is_the_newest_alert() -> None:
    newest = version(change=Change.UPDATE, number=2)
    assert WORDING.edited(newest, Lang.EN) == WORDING.alert(newest, Lang.EN)


def test_an_edit_after_a_correction_says_so_at_its_top() -> None:
    text = WORDING.edited(version(change=Change.CORRECTION, number=2, at=LATER), Lang.EN).text
    assert text.startswith("Corrected · 22 September, 09:15\nAstana (then Nur-Sultan), Almaty, Shymkent: police")


@pytest.mark.parametrize("lang", Lang)
def test_an_edit_after_a_retraction_repeats_nothing(lang: Lang) -> None:
    text = WORDING.edited(version(change=Change.RETRACTION, number=2, at=LATER), lang).text
    assert "57" not in text
    assert "RFE/RL" not in text
    assert "42" in text


def test_details_have_every_claim_and_every_article() -> None:
    ministry = (claimed(min=57 + n, max=57 + n) for n in range(11))
    facts = replace(SEED, said=(CORRESPONDENT, *ministry), sources=(RFERL, VLAST))
    text = WORDING.details(event(facts), Lang.EN).text
    assert text.count("• Interior Ministry") == 11
    assert "• RFE/RL (English) · 21 September 2019, 19:40" in text
    assert "• Vlast (Russian)" in text


def test_details_tell_venue_and_hour_as_reported_each_wording_once_and_no_venue_beside_places_put_right() -> None:
    told = (
        Setting("vlast", VLAST.url, "Outside the akimat", "в 11:00", "en"),
        Setting("rferl", RFERL.url, "outside the akimat", "at <b>noon", "en"),
    )
    facts = replace(SEED, sources=(RFERL, VLAST), settings=told)
    lines = WORDING.details(event(facts), Lang.EN).text.splitlines()
    assert [line for line in lines if "as reported" in line] == [
        "Place, as reported: outside the akimat (RFE/RL)",
        "Time, as reported: at <b>noon (RFE/RL)",
        "Time, as reported: в 11:00 (Vlast)",
    ]
    assert "Place, as" not in WORDING.details(event(replace(facts, pinned=("places",))), Lang.EN).text


@pytest.mark.parametrize(
    ("lang", "places"), [(Lang.EN, ["at the akimat"]), (Lang.RU, ["у акимата"]), (Lang.KK, ["әкімдік алдында"])]
)
def test_details_tell_a_venue_in_the_readers_language_only(lang: Lang, places: list[str]) -> None:
    told = {Lang.EN: "at the akimat", Lang.RU: "у акимата", Lang.KK: "әкімдік алдында"}
    sources = tuple(replace(RFERL, lang=code.value, url=f"https://o.example/{code}") for code in told)
    settings = tuple(
        Setting("rferl", f"https://o.example/{code}", words, "", code.value) for code, words in told.items()
    )
    text = WORDING.details(event(replace(SEED, sources=sources, settings=settings)), lang).text
    assert [words for words in told.values() if words in text] == places


@pytest.mark.parametrize(
    ("lang", "second"),
    [
        (Lang.KK, "21 қыркүйек · 15:00 · жалғасып жатыр ма, белгісіз"),
        (Lang.RU, "21 сентября · 15:00 · неизвестно, продолжается ли"),
        (Lang.EN, "21 September · 15:00 · outside the akimat · not known whether it goes on"),
    ],
)
def test_an_alert_tells_hour_and_place_in_town_and_no_words_of_another_language(lang: Lang, second: str) -> None:
    told = (Setting("rferl", RFERL.url, "outside the akimat", "at 15:00", "en"),)
    facts = replace(SEED, places=(PlaceRef("almaty"),), settings=told)
    assert WORDING.alert(version(facts), lang).text.splitlines()[1] == second


@pytest.mark.parametrize("hours", [("at 15:00", "at 16:00"), ("at 3:00 p.m.", "at 15:00")])
def test_an_hour_on_which_articles_differ_is_not_told(hours: tuple[str, str]) -> None:
    told = tuple(Setting("rferl", f"{RFERL.url}{n}", "", hour, "en") for n, hour in enumerate(hours))
    facts = replace(SEED, places=(PlaceRef("almaty"),), settings=told)
    assert ":00" not in WORDING.alert(version(facts), Lang.EN).text.splitlines()[1]


def test_details_of_a_retracted_event_tell_nothing_of_it() -> None:
    assert "57" not in WORDING.details(replace(event(), retracted=True), Lang.EN).text


def test_the_sources_of_an_event_are_links() -> None:
    message = WORDING.sources_of(event(replace(SEED, sources=(RFERL, VLAST))), Lang.EN)
    assert [entity.url for entity in message.entities] == ["", RFERL.url, VLAST.url]


@pytest.mark.parametrize(
    ("kind", "lang", "line"),
    [
        (ClaimantType.AKIMAT, Lang.EN, "• Local authorities (akimat) denied that people were detained (RFE/RL)"),
        (ClaimantType.AKIMAT, Lang.RU, "• Акимат отрицает задержания (сообщает RFE/RL)"),
        (ClaimantType.ORGANISER, Lang.RU, "• Организаторы отрицают задержания (сообщает RFE/RL)"),
        (ClaimantType.AKIMAT, Lang.KK, "• Әкімдік «адамдар ұсталды» деген хабарды жоққа шығарды (RFE/RL хабары)"),
    ],
)
def test_a_denial_says_who_denies_and_who_reports_it(kind: ClaimantType, lang: Lang, line: str) -> None:
    denial = claimed(stance=Stance.DENIES, min=None, max=None, places=(), claimant="", claimant_type=kind)
    facts = replace(SEED, said=(denial,), sources=(RFERL, VLAST))
    assert line in WORDING.alert(version(facts), lang).text.splitlines()


def test_a_road_block_that_goes_on_is_not_told_as_broken_up() -> None:
    facts = replace(
        SEED, action=Action.ROAD_BLOCK, responses=(Response.DISPERSAL,), places=(PlaceRef("almaty"),), said=()
    )
    assert english(replace(facts, status=Status.ONGOING)).startswith(
        "Almaty: people are blocking a road; police are breaking up the protest\n"
    )
    assert english(facts).startswith("Almaty: people blocked a road; police broke up the protest\n")
