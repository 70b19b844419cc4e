"""article → report, with the encoder's opinion where it could change what becomes of the article.

The rules read first. What they find not quite improbable is shown to the encoder, once, and read again with its vector;
while the encoder is absent the report is of the rules alone, and marked, so that it is read again when it is back.
"""

from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.report import Report
from bot.domain.vector import Vector
from bot.encoder import Encoder
from bot.reading.reader import Reader


@dataclass(frozen=True, slots=True)
class Opinion:
    """A report, the vector it was read with, and whether it lacks one that could change what becomes of it."""

    report: Report
    vector: Vector | None = None
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class Encoding:
    """Reading with the encoder."""

    reader: Reader
    encoder: Encoder

    def of(self, article: Article) -> Opinion:
        """What an article claims."""
        report = self.reader.read(article)
        if not self.reader.wants_vector(report):
            return Opinion(report)
        vector = self.encoder.vector(self.reader.opening(article))
        return Opinion(report, lacking=True) if vector is None else Opinion(self.reader.read(article, vector), vector)
