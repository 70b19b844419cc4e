"""Articles for reading tests."""

from datetime import UTC, date, datetime, time

from bot.domain.article import Article
from bot.domain.codes import Lang


def article(title: str, text: str, published: date | None = None, lang: str | None = None) -> Article:
    """An article published at noon of a day in Kazakhstan."""
    moment = datetime.combine(published, time(7), UTC) if published else None
    return Article(id="a", title=title, text=text, published=moment, lang=Lang(lang) if lang else None)
