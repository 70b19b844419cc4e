"""What a person may ask, and the answer as values; handlers turn updates into these questions."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot.domain.clock import Clock, local_day
from bot.domain.codes import DigestPace, Lang
from bot.domain.errors import Stopped
from bot.domain.event import Event
from bot.domain.feed import FeedState, checked
from bot.domain.outlet import Seen
from bot.domain.place import COUNTRY, Gazetteer
from bot.domain.review import ReviewReason
from bot.domain.search import Asked, Vocabulary
from bot.domain.subscriber import Subscriber, chosen, month
from bot.store.engine import Store
from bot.store.transaction import Tx

#: Events of one answer, and as many as anybody may ask for.
_PAGE, _MOST = 5, 20
#: In Telegram's words, as it says it when something is to be posted.
_NO_RIGHT = "the bot has no right to post there any more"

#: So far back editors see what became of what each outlet told.
_OF_LATE = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest events of a place (none: of everything the asker chose), and how well the sources answered."""

    place: str | None
    events: tuple[Event, ...]
    checked_at: datetime | None
    answering: int
    feeds: int
    #: Ask again with this number for what came before.
    earlier: int | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found, newest first."""

    asked: Asked
    events: tuple[Event, ...] = ()
    #: Ask again with this number for what came before.
    earlier: int | None = None
    #: When sources were read last, and how many of how many answered.
    checked: tuple[datetime | None, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Queries:
    """One method for each question."""

    store: Store
    gazetteer: Gazetteer
    find_place: Callable[[str], str]
    clock: Clock
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary({}))
    #: The wire's clock, on which messages wait; where there is only one clock, `clock`.
    wire: Clock | None = None

    async def who(self, chat_id: int, thread: int = 0) -> Subscriber | None:
        """The subscriber of a chat or topic, also a closed one; none when nothing is kept of it."""
        return await self.store.read(lambda tx: tx.subscribers.by_chat(chat_id, thread))

    async def arrive(self, chat_id: int, lang: Lang, thread: int = 0) -> Subscriber:
        """Someone pressed Start: a new subscriber, or an old one with its language and places."""
        return await self.store.write(lambda tx: tx.subscribers.open(chat_id, lang, thread=thread))

    async def here(self, chat_id: int, thread: int = 0) -> Subscriber:
        """The subscriber of a chat that is told things; Stopped after /stop, and when nothing is kept of it."""
        return await self.store.read(lambda tx: _here(tx, chat_id, thread))

    async def speak(self, chat_id: int, lang: Lang, thread: int = 0) -> Subscriber:
        """The chat chose a language; Stopped as `here`."""
        return await self._change(chat_id, thread, lambda subscriber: replace(subscriber, lang=lang))

    async def choose(self, chat_id: int, place: str, thread: int = 0, *, wanted: bool) -> Subscriber:
        """The chat tapped a place: wanted, or wanted no more; an unknown id changes nothing. Stopped as `here`."""
        if place not in self.gazetteer:
            return await self.here(chat_id, thread)
        change = partial(chosen, place=place, wanted=wanted, country=COUNTRY)
        return await self._change(chat_id, thread, lambda s: replace(s, places=change(s.places)))

    async def slow(self, chat_id: int, pace: DigestPace, thread: int = 0) -> Subscriber:
        """The chat chose how often it is told; at once means that nothing waits for a digest. Stopped as `here`."""

        def work(tx: Tx) -> Subscriber:
            changed = replace(_here(tx, chat_id, thread), pace=pace)
            tx.subscribers.save(changed, self.clock())
            if pace is DigestPace.NOW:
                tx.deliveries.hasten(changed.id, self._wire())
            return changed

        return await self.store.write(work)

    async def leave(self, chat_id: int, thread: int = 0) -> None:
        """The chat wants no more messages; it may come back with its choices until they are erased."""
        await self._do(chat_id, thread, lambda tx, who: tx.subscribers.close(who.id, self.clock()))

    async def lose(self, chat_id: int) -> None:
        """The chat has shut the bot out, and its topics with it: told nothing until it takes it back."""
        await self.store.write(lambda tx: tx.subscribers.lose(chat_id, self.clock()))

    async def return_(self, chat_id: int, thread: int = 0) -> None:
        """The chat took the bot back, or opened a topic: told again with its choices, if it did not stop us by wish.

        A chat comes back with its topics.
        """
        topic = thread or None
        await self.store.write(lambda tx: tx.deliveries.again(tx.subscribers.reopen(chat_id, topic), self._wire()))

    async def mute(self, chat_id: int) -> None:
        """The chat took the right to post from the bot: it is asked again on later days, then closed."""

        def work(tx: Tx, who: Subscriber) -> None:
            tx.subscribers.refuse(who.id, _NO_RIGHT, self._wire())

        await self._do(chat_id, 0, work)

    async def move(self, chat_id: int, moved_to: int) -> None:
        """A group became a supergroup of another id."""
        await self._do(chat_id, 0, lambda tx, who: tx.subscribers.rekey(who.id, moved_to))

    async def seen(self, subscriber: Subscriber) -> None:
        """A person of this chat is there; the month is all that is kept of it."""
        this_month = month(self.clock())
        await self.store.write(lambda tx: tx.subscribers.seen(subscriber.id, this_month), urgent=True)

    async def feeds(self) -> tuple[FeedState, ...]:
        """The feeds that are read, and how each answered last."""
        return await self.store.read(lambda tx: tx.feeds.all())

    async def outlets(self) -> tuple[Seen, ...]:
        """How far each outlet is trusted, and what became of its reports in the last week."""
        since = local_day(self.clock() - _OF_LATE)
        return await self.store.read(lambda tx: tx.outlets.seen(since))

    async def latest(self, chat_id: int, asked: str = "", before: int | None = None, thread: int = 0) -> Latest:
        """The newest events of the place asked for, in any spelling; UnknownPlace offers the nearest names.

        A number after the place, or alone, says how many.
        """
        named, many = _so_many(asked)
        place = self.find_place(named) if named else None
        return await self.store.read(
            lambda tx: self._latest(tx, tx.subscribers.by_chat(chat_id, thread), place, before, many)
        )

    async def channels(self, subscriber: Subscriber) -> tuple[str, ...]:
        """The public channels, by @name, that tell of a chat's places in its language."""
        return await self.store.read(lambda tx: tx.subscribers.channels(subscriber.places, subscriber.lang))

    async def search(self, words: str, before: int | None = None) -> SearchResult:
        """The newest events that these words stand for; nothing where a word stands for nothing."""
        asked = self.vocabulary.understand(words, local_day(self.clock()))
        if asked.unknown or not asked.words:
            return SearchResult(asked)
        return await self.store.read(lambda tx: _found(tx, asked, before))

    async def event(self, number: int) -> Event:
        """A published event by its number."""
        return await self.store.read(lambda tx: tx.events.shown(number))

    async def notice(self, number: int, lang: Lang) -> tuple[str, datetime] | None:
        """What a notice of the editors said and when, in one language, or in all that it has; none of this number."""
        found = await self.store.read(lambda tx: tx.notices.get(number))
        if found is None:
            return None
        texts = found[0]["texts"]
        return texts.get(lang.value) or "\n".join(texts.values()), found[1]

    async def complain(self, number: int) -> Event | None:
        """A reader finds an error in an event: answers it while nobody was heard about its version, else none."""
        event = await self.event(number)
        heard = await self.store.read(lambda tx: tx.events.complained(event.version))
        return None if heard else event

    async def complaint(self, event: Event) -> int:
        """A reader finds an error in an event: it is in the editors' queue, once for each version; answers as what."""
        now, subject = self.clock(), {"version": event.version.number}

        def work(tx: Tx) -> int:
            same = (one for one in tx.reviews.of_event(event.id) if one.reason is ReviewReason.COMPLAINT)
            known = next((one for one in same if one.subject == subject), None)
            if known:
                return known.id
            number = tx.reviews.ask(ReviewReason.COMPLAINT, now, event=event.id, subject=subject)
            tx.reviews.notified(number, now)
            return number

        return await self.store.write(work)

    async def asked(self, review: int, editor: int, message_id: int) -> None:
        """An editor was told of it by this message."""
        await self.store.write(lambda tx: tx.editor_messages.sent(review, editor, message_id))

    async def heard(self, event: Event) -> None:
        """The editors were told that a reader finds an error in an event: of this version they hear no more."""
        await self.store.write(lambda tx: tx.events.note_complaint(event.version))

    def _latest(  # who asks, for what
        self, tx: Tx, subscriber: Subscriber | None, place: str | None, before: int | None, many: int
    ) -> Latest:
        chosen = {place} if place else (subscriber.places if subscriber else frozenset())
        places = None if not chosen or COUNTRY in chosen else self.gazetteer.within(chosen)
        found = tx.events.latest(places, many + 1, before=before)
        checked_at, answering, feeds = checked(tx.feeds.all())
        return Latest(
            place=place,
            events=found[:many],
            checked_at=checked_at,
            answering=answering,
            feeds=feeds,
            earlier=found[many - 1].id if len(found) > many else None,
        )

    def _wire(self) -> datetime:
        return self.wire() if self.wire else self.clock()

    async def _do(self, chat_id: int, thread: int, deed: Callable[[Tx, Subscriber], None]) -> None:
        """A deed upon the subscriber of a chat, if there is one."""

        def work(tx: Tx) -> None:
            subscriber = tx.subscribers.by_chat(chat_id, thread)
            if subscriber:
                deed(tx, subscriber)

        await self.store.write(work)

    async def _change(self, chat_id: int, thread: int, change: Callable[[Subscriber], Subscriber]) -> Subscriber:
        def work(tx: Tx) -> Subscriber:
            changed = change(_here(tx, chat_id, thread))
            tx.subscribers.save(changed, self.clock())
            return changed

        return await self.store.write(work)


def _so_many(asked: str) -> tuple[str, int]:
    """A place and how many events: "Almaty 10"."""
    *place, last = asked.split() or [""]
    if last.isdecimal() and len(last) < 4:
        return " ".join(place), min(max(int(last), 1), _MOST)
    return asked.strip(), _PAGE


def _here(tx: Tx, chat_id: int, thread: int) -> Subscriber:
    """An old button must not open again what its chat has closed."""
    subscriber = tx.subscribers.by_chat(chat_id, thread)
    if subscriber is None or subscriber.closed:
        raise Stopped
    return subscriber


def _found(tx: Tx, asked: Asked, before: int | None) -> SearchResult:
    most = _PAGE + 1
    if asked.groups or asked.days:
        hits = tx.search.find(asked.groups, most, before=before, days=asked.days)
        found, looked_to = hits.events, hits.looked_to
    else:
        found, looked_to = tx.events.latest(None, most, before=before), None
    earlier = found[_PAGE - 1].id if len(found) > _PAGE else looked_to
    return SearchResult(asked, found[:_PAGE], earlier, checked(tx.feeds.all()))
