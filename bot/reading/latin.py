"""Kazakh in Latin letters → Cyrillic, so that one set of words reads both (the alphabet drafts of 2018 and 2021)."""

import re

_LETTERS = dict(
    zip(
        "aäábcdeéfgğǵhiıjkqlmnñńoöópqrsştuūüúvwxyýz",
        "аәәбцдеэфгғғхііжкқлмнңңоөөпқрсштуұүүвукыуз",
        strict=True,
    )
)
_TABLE = str.maketrans(_LETTERS | {latin.upper(): letter.upper() for latin, letter in _LETTERS.items()})
_VOWEL = "аәеоөуұүыіэ"
#: «jariialady» жариялады, «aiaqtaldy» аяқталды, «qoiu» қою; then «aitu» айту.
_IA = ((re.compile("іія|ііа"), "ия"), (re.compile(f"(?<=[{_VOWEL}])іа"), "я"), (re.compile(f"(?<=[{_VOWEL}])іу"), "ю"))
_GLIDE = re.compile(f"(?<=[{_VOWEL}])і")


def to_cyrillic(text: str, *, same_length: bool = False) -> str:
    """The text in Cyrillic; with `same_length` letter by letter, so that offsets hold."""
    written = text.translate(_TABLE)
    if not same_length:
        for pattern, letters in _IA:
            written = pattern.sub(letters, written)
    return _GLIDE.sub("й", written)
