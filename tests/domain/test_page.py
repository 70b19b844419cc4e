"""Whether a page is the article: by headline and words, and by what pages say that are none."""

from dataclasses import replace

import pytest

from bot.domain.page import Judged, KnownArticle, Page, PageFault, PageWords, judge
from bot.resources import load

WORDS = load().pages
TITLE = "В Алматы прошёл митинг против повышения тарифов"
SHORT = "Жители вышли на площадь и просили отменить решение."
LONG = f"{SHORT} В акимате Алматы сказали, что тарифы на воду пересмотрят. Митинг продолжался два часа. " * 4
KNOWN = KnownArticle(TITLE, SHORT)
PAGE = Page(TITLE, LONG.strip(), names=(TITLE, f"{TITLE} — Арна"))
OTHER = "В Шымкенте около 900 человек вышли на митинг против повышения тарифов, полиция задержала 70 из них. " * 4


def test_the_article_gives_its_text() -> None:
    assert judge(KNOWN, PAGE, WORDS) == Judged(LONG.strip(), is_it=True)
    assert judge(KNOWN, replace(PAGE, title="", names=()), WORDS).is_it
    assert judge(KnownArticle("", ""), PAGE, WORDS).is_it


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (None, PageFault.EMPTY),
        (Page("x", OTHER, names=("Страница не найдена",)), PageFault.GONE),
        (Page("x", f"{LONG}{OTHER}", names=(TITLE, "404 — Бет табылмады")), PageFault.GONE),
        (Page("x", OTHER, names=("Page not found | Arna",)), PageFault.GONE),
        (Page("x", OTHER, names=("Just a moment...",)), PageFault.CHECK),
        (Page(TITLE, "Мы используем файлы cookie, чтобы сайт работал лучше. " * 6, names=(TITLE,)), PageFault.CONSENT),
        (Page(TITLE, "We use cookies to show advertising. Accept all? " * 6, names=(TITLE,)), PageFault.CONSENT),
        (Page(TITLE, "Материал доступен только подписчикам. " * 8, names=(TITLE,)), PageFault.WALL),
        # a redirect to the front page, or to an article of another town in the same words
        (Page("Арна: новости", OTHER, names=("Арна: новости",)), PageFault.OTHER),
        (Page("Митинг против повышения тарифов", OTHER, names=("Митинг против повышения тарифов",)), PageFault.OTHER),
    ],
)
@pytest.mark.parametrize("from_page", [False, True])
def test_what_is_not_the_article_changes_nothing(page: Page | None, fault: PageFault, *, from_page: bool) -> None:
    known = replace(KNOWN, from_page=from_page)
    assert judge(known, page, WORDS) == Judged(SHORT, is_it=False, fault=fault)


def test_an_article_of_missing_pages_is_no_missing_page() -> None:
    title = "Страница не найдена: почему сайты акиматов не открываются"
    page = Page(title, "Сайты акиматов не открываются, страница не найдена, пишут жители. " * 5, names=(title,))
    assert judge(KnownArticle(title, ""), page, WORDS).is_it


def test_the_article_behind_a_wall_or_in_a_live_blog_keeps_the_text_that_is_there() -> None:
    live = judge(KNOWN, replace(PAGE, is_live=True), WORDS)
    assert live == Judged(SHORT, is_it=True, fault=PageFault.LIVE)
    known = KnownArticle(TITLE, LONG, from_page=True)
    walled = replace(PAGE, text=f"{SHORT}\n\nЧтобы читать дальше, оформите подписку.", is_walled=True)
    assert judge(known, walled, WORDS) == Judged(LONG, is_it=True, fault=PageFault.WALL)
    assert judge(known, replace(walled, is_walled=False), WORDS).text == LONG
    begun = replace(PAGE, text=f"{LONG}\n\nЧтобы читать дальше, оформите подписку.")
    assert judge(KNOWN, begun, WORDS).text == LONG.strip()


def test_an_edited_article_may_take_something_back_but_not_the_most_of_it() -> None:
    known = KnownArticle(TITLE, LONG, from_page=True)
    shorter = LONG[: len(LONG) * 3 // 4].strip()
    assert judge(known, replace(PAGE, text=shorter), WORDS) == Judged(shorter, is_it=True)
    cut = judge(known, replace(PAGE, text=SHORT), WORDS)
    assert cut == Judged(LONG, is_it=True, fault=PageFault.SHORT)


def test_without_words_a_page_is_known_by_sharing_none() -> None:
    gone = Page("Страница не найдена", OTHER, names=("Страница не найдена",))
    assert judge(KNOWN, gone, PageWords()) == Judged(SHORT, is_it=False, fault=PageFault.OTHER)
