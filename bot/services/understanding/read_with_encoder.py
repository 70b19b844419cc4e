"""article → report, with the encoder's opinion where it could change what becomes of the article.

The rules read first. What they find not quite improbable is shown to the encoder, once, and read again with its
vectors; while the encoder is absent the report is of the rules alone, and marked, so that it is read again when it is
back.
"""

from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.report import Report
from bot.domain.vector import OpeningVectors, Vector
from bot.encoder import Encoder
from bot.reading.reader import Reader


@dataclass(frozen=True, slots=True)
class Opinion:
    """A report, the vectors it was read with, and whether it lacks some that could change what becomes of it."""

    report: Report
    vectors: OpeningVectors | None = None
    lacking: bool = False

    @property
    def vector(self) -> Vector | None:
        """That by which reports of one event are found alike: of the whole opening."""
        return self.vectors.whole if self.vectors else None


@dataclass(frozen=True, slots=True)
class ReadWithEncoder:
    """Reading with the encoder."""

    reader: Reader
    encoder: Encoder

    def of(self, article: Article) -> Opinion:
        """What an article claims."""
        report = self.reader.read(article)
        if not self.reader.wants_vectors(report):
            return Opinion(report)
        vectors = self._vectors(article)
        return (
            Opinion(report, lacking=True) if vectors is None else Opinion(self.reader.read(article, vectors), vectors)
        )

    def _vectors(self, article: Article) -> OpeningVectors | None:
        """Both or none: the weights are fitted on both."""
        whole = self.encoder.vector(self.reader.opening(article))
        title = None if whole is None else self.encoder.vector(self.reader.title(article))
        return None if whole is None or title is None else OpeningVectors(whole, title)
