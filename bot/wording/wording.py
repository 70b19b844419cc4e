"""What other packages use of bot/wording: one method for each kind of message, each delegated to its module."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.codes import Lang
from bot.domain.correction import Draft, Reason
from bot.domain.counts import EventCounts
from bot.domain.delivery import Form
from bot.domain.errors import Sayable
from bot.domain.event import Change, Event, Version
from bot.domain.feed import FeedState
from bot.domain.figures import SuspectFigure
from bot.domain.match_evidence import Weighed
from bot.domain.message import Message
from bot.domain.names import Names
from bot.domain.outlet import Seen
from bot.domain.place import Gazetteer
from bot.domain.plain_message import Sense
from bot.domain.polling import FeedDown, FeedRecovered
from bot.domain.retention import Retention
from bot.domain.review import Review
from bot.domain.subscriber import ChannelTurn, Subscriber, Watch
from bot.domain.trouble import Trouble, TroublePeriod
from bot.wording import (
    alerts,
    channel_messages,
    command_menu,
    conversation,
    correction_dialog,
    corrections,
    digest,
    editor_answers,
    editor_questions,
    event_lists,
    feed_status,
    history,
    maps,
    plain_messages,
    settings,
    sources,
    troubles,
    updates,
    welcome,
    why,
)
from bot.wording.catalogs import Catalogs
from bot.wording.locale import Locale
from bot.wording.record import RecordWords


class Wording:
    """Values in, messages out, in the language asked for."""

    def __init__(self, catalogs: Catalogs, gazetteer: Gazetteer, names: Names) -> None:
        self._catalogs = catalogs
        self._tongues = {lang: Locale(lang, catalogs[lang], gazetteer, names) for lang in Lang}

    def record(self, lang: Lang) -> RecordWords:
        """What exports, pages and pictures say."""
        return RecordWords(self._tongues[lang])

    def map_around(self, counted: EventCounts, lang: Lang) -> tuple[str, str, str]:
        """Title, subtitle and note of a map or of a place's chart."""
        t = self._tongues[lang]
        return maps.title(t, counted), maps.subtitle(t, counted), maps.note(t, counted)

    def map_caption(self, counted: EventCounts, lang: Lang) -> Message:
        """The caption of a map or a chart, which says all that it shows."""
        return maps.caption(self._tongues[lang], counted)

    def alert(self, version: Version, lang: Lang) -> Message:
        """The message about an event that a chat has not heard of."""
        return alerts.alert(self._tongues[lang], version)

    def update(self, version: Version, lang: Lang, before: Version | None = None) -> Message:
        """The answer to the first message: what changed since `before`, the version that the chat was told last."""
        return updates.update(self._tongues[lang], version, before)

    def edited(self, version: Version, lang: Lang, was: Form = Form.NEW, steps: corrections.Steps = ()) -> Message:
        """A message that was sent, after a change; a correction or a retraction stands at its top.

        `steps` are the corrections since it was sent: where there are several, the whole line of them is shown.
        """
        t = self._tongues[lang]
        if was is Form.CORRECTION and version.change is Change.CORRECTION:
            return corrections.overtaken(t, version)
        line = corrections.line_of_corrections(t, steps) if len(steps) > 1 else ()
        return alerts.edited(t, version, update=was is Form.UPDATE, line=line)

    def tongue(self, lang: Lang) -> Locale:
        """What the modules of this room speak through."""
        return self._tongues[lang]

    def correction(
        self,
        before: Version,
        after: Version,
        reason: Reason,
        told_at: datetime | None,
        lang: Lang,
        *,
        edited_at: datetime | None = None,
        mended: bool = True,
        later: corrections.Steps = (),
    ) -> Message:
        """What was wrong and what is right; `told_at` is when the chat was told, none when that is not certain.

        `before` is the version that it was told, `edited_at` when that message came to say what is wrong if it did not
        from the first, `mended` whether it has been edited to say what is right; `later` are corrections that came
        after this one.
        """
        t, named = self._tongues[lang], corrections.Named(told_at, edited_at, mended=mended)
        return corrections.correction(t, before, after, reason, named, later)

    def repeats(self, told: Version, before: Version, after: Version) -> bool:
        """Whether a version says all that is wrong in `before`."""
        return corrections.repeats(told.facts, corrections.CorrectionDifference(before.facts, after.facts))

    def retraction(
        self,
        before: Version,
        after: Version,
        reason: Reason,
        told_at: datetime | None,
        lang: Lang,
        *,
        mended: bool = True,
    ) -> Message:
        """That nothing of an event stands; what it said is not repeated."""
        return corrections.retraction(
            self._tongues[lang], before, after, reason, corrections.Named(told_at, mended=mended)
        )

    def digest(
        self,
        versions: Sequence[Version],
        lang: Lang,
        *,
        chosen: bool = False,
        alone: bool = False,
        check: digest.Check | None = None,
    ) -> Message:
        """Several events in one message, newest first; `chosen` when the chat wants to be told so.

        `alone` when each is what one outlet alone tells; `check` says when sources were read last.
        """
        return digest.digest(self._tongues[lang], versions, chosen=chosen, alone=alone, check=check)

    def late(self, message: Message, lang: Lang, at: datetime) -> Message:
        """The message under a line which says that it comes late, and as of when it is."""
        return digest.late(self._tongues[lang], message, at)

    def hidden(self, message: Message, lang: Lang) -> Message:
        """The message under a neutral line, its text hidden until it is tapped."""
        return digest.hidden(self._tongues[lang], message)

    def still_there(self, lang: Lang) -> Message:
        """The question to a chat that has been silent for a year."""
        return channel_messages.still_there(self._tongues[lang])

    def bound(self, channel: Subscriber, lang: Lang) -> Message:
        """A channel is told of its places from now on."""
        return channel_messages.bound(self._tongues[lang], channel)

    def unbound(self, lang: Lang) -> Message:
        """A channel is told nothing any more."""
        return channel_messages.unbound(self._tongues[lang])

    def channel_turned(self, channel: ChannelTurn, lang: Lang) -> Message:
        """To editors: a channel takes no messages, or takes them again."""
        return channel_messages.channel_turned(self._tongues[lang], channel)

    def details(self, event: Event, lang: Lang, *, wish: Watch | None = None, contacts: bool = False) -> Message:
        """Everything of an event: each claim, each article, its version.

        `wish` is what the chat wants of it, `contacts` whether there are any for those whose people were detained.
        """
        return alerts.details(self._tongues[lang], event, wish=wish, contacts=contacts)

    def contacts(self, text: str) -> Message:
        """What an operator supplied for those whose people were detained, as it was written."""
        return Message(text)

    def sources_of(self, event: Event, lang: Lang) -> Message:
        """Links to the articles that tell of an event."""
        return sources.articles(self._tongues[lang], event)

    def latest(  # noqa: PLR0917  # the desk's answer, field by field
        self,
        place: str | None,
        events: tuple[Event, ...],
        checked_at: datetime | None,
        answering: int,
        feeds: int,
        lang: Lang,
        *,
        earlier: int | None = None,
    ) -> Message:
        """The newest events of a place, none meaning all that the asker chose.

        `earlier` is the event before which the next page begins; `answering` of `feeds` answered when last polled.
        """
        return event_lists.latest(self._tongues[lang], place, events, checked_at, (answering, feeds), earlier=earlier)

    def found(
        self,
        asked: str,
        events: tuple[Event, ...],
        lang: Lang,
        *,
        earlier: int | None = None,
        checked: event_lists.Checked | None = None,
    ) -> Message:
        """What a search found, newest first; `asked` are the folded words, `earlier` as for `latest`.

        `checked` says when sources were read last, and how many of how many answered.
        """
        return event_lists.found(self._tongues[lang], asked, events, earlier=earlier, check=checked)

    def start(self, lang: Lang) -> Message:
        """Who we are, what is kept and what is not; the three languages always."""
        return welcome.start(self._tongues[lang], self._catalogs)

    def which_place(self, lang: Lang) -> Message:
        """The question for a first place."""
        return welcome.which_place(self._tongues[lang])

    def which_region(self, lang: Lang) -> Message:
        """The regions to choose from."""
        return welcome.which_region(self._tongues[lang])

    def in_region(self, region: str, lang: Lang) -> Message:
        """The towns of a region to choose from."""
        return welcome.in_region(self._tongues[lang], region)

    def how_often_first(self, subscriber: Subscriber, place: str) -> Message:
        """A place was chosen: how often, and whether its region too."""
        return welcome.how_often_first(self._tongues[subscriber.lang], subscriber, place)

    def begun(self, subscriber: Subscriber, now: Message, channels: Sequence[str]) -> Message:
        """All is set: what is on `now` in the places chosen, how an alert looks, how to stop."""
        return welcome.begun(self._tongues[subscriber.lang], subscriber, now, channels)

    def keyboard(self, lang: Lang) -> Message:
        """Two buttons below the input field."""
        return welcome.keyboard(self._tongues[lang])

    def greeting(self, lang: Lang) -> Message:
        """To a group that the bot was added to."""
        return welcome.greeting(self._tongues[lang])

    def settings(self, subscriber: Subscriber, now: datetime) -> Message:
        """What a chat chose, each with its button; `now` on the clock of its pause."""
        return settings.settings(self._tongues[subscriber.lang], subscriber, self._catalogs, now)

    def more_settings(self, subscriber: Subscriber, now: datetime) -> Message:
        """The settings that fewer people change."""
        return settings.more(self._tongues[subscriber.lang], subscriber, self._catalogs, now)

    def other_languages(self, lang: Lang) -> Message:
        """The choice of a language within the settings."""
        return settings.languages(self._tongues[lang], self._catalogs)

    def quiet_hours(self, subscriber: Subscriber) -> Message:
        """The choice of hours without a sound."""
        return settings.quiet(self._tongues[subscriber.lang], subscriber)

    def line(self, sense: Sense, lang: Lang) -> Message:
        """The one line that answers what cannot be read, or a courtesy."""
        return plain_messages.line(self._tongues[lang], sense)

    def future(self, lang: Lang) -> Message:
        """To a question about what is to come."""
        return plain_messages.future(self._tongues[lang])

    def detained(self, lang: Lang) -> Message:
        """To somebody whose people were detained."""
        return plain_messages.detained(self._tongues[lang])

    def safe(self, latest: Message, lang: Lang) -> Message:
        """To "is it safe": what is known."""
        return plain_messages.safe(self._tongues[lang], latest)

    def nearly(self, place: str, lang: Lang) -> Message:
        """To what may be the misspelt name of a place."""
        return plain_messages.nearly(self._tongues[lang], place)

    def with_offer(self, latest: Message, place: str, lang: Lang) -> Message:
        """The latest of a place, and the offer to be told of it from now on."""
        return plain_messages.with_offer(self._tongues[lang], latest, place)

    def how_to_bind(self, number: str, lang: Lang) -> Message:
        """To a forwarded post of a channel: the command that binds that channel."""
        return channel_messages.how_to_bind(self._tongues[lang], number)

    def watched(self, event: Event, wish: Watch | None, lang: Lang) -> Message:
        """A chat's wish about an event is noted."""
        return channel_messages.watched(self._tongues[lang], event, wish)

    def history(self, event: Event, versions: Sequence[Version], lang: Lang) -> Message:
        """The public log of an event."""
        return history.history(self._tongues[lang], event, versions)

    def languages(self, lang: Lang) -> Message:
        """The choice of a language."""
        return conversation.languages(self._tongues[lang], self._catalogs)

    def places(self, chosen: frozenset[str], lang: Lang, page: int = 0, *, regions: bool = False) -> Message:
        """The whole country, and cities or regions to choose from; the chosen ones are marked."""
        return conversation.places(self._tongues[lang], chosen, page, regions=regions)

    def paces(self, subscriber: Subscriber) -> Message:
        """How often a chat may be told; the chosen pace is marked."""
        return settings.paces(self._tongues[subscriber.lang], subscriber)

    def chosen(self, subscriber: Subscriber) -> Message:
        """What the chat will be told about, in its language."""
        return conversation.chosen(self._tongues[subscriber.lang], subscriber)

    def stopped(self, lang: Lang) -> Message:
        """No more messages."""
        return conversation.stopped(self._tongues[lang])

    def help(self, lang: Lang, *, editor: bool = False) -> Message:
        """What can be asked."""
        return conversation.help_(self._tongues[lang], editor=editor)

    def usage(self, command: str, lang: Lang) -> Message | None:
        """How a command is written that needs words; none for one that needs none."""
        return conversation.usage(self._tongues[lang], command)

    def privacy(self, lang: Lang, keep: Retention | None = None) -> Message:
        """What is kept of a reader, for how long, and what is not."""
        return conversation.privacy(self._tongues[lang], keep or Retention())

    def forget(self, lang: Lang) -> Message:
        """Before erasing: what it means, and the button that does it."""
        return conversation.forget(self._tongues[lang])

    def forgotten(self, lang: Lang) -> Message:
        """Everything kept of a reader is gone."""
        return conversation.forgotten(self._tongues[lang])

    def unknown(self, lang: Lang) -> Message:
        """A command that means nothing here."""
        return conversation.unknown(self._tongues[lang])

    def question(
        self,
        review: Review,
        told: editor_questions.ToldToEditors,
        event: Event | None,
        lang: Lang,
        *,
        more: int = 0,
        asks: tuple[int, ...] = (),
        match: Weighed | None = None,
    ) -> Message:
        """To editors: what waits for them, why, and how it matches the known event.

        `more` others wait as well; `asks` are events it may belong to.
        """
        return editor_questions.question(self._tongues[lang], review, told, event, more=more, asks=asks, match=match)

    def ended(self, review: Review, event: Event | None, lang: Lang) -> Message:
        """To editors: how a question was decided."""
        return editor_questions.ended(self._tongues[lang], review, event)

    def queue(
        self,
        waiting: Sequence[tuple[Review, editor_questions.ToldToEditors]],
        lang: Lang,
        *,
        night: bool = False,
        start: int = 0,
    ) -> Message:
        """To editors: all that waits for them, ten from the one at `start` on."""
        return editor_questions.queue(self._tongues[lang], waiting, night=night, start=start)

    def duplicate(self, draft: Draft, told: int, lang: Lang) -> Message:
        """Before two events become one."""
        return correction_dialog.duplicate(self._tongues[lang], draft, told)

    def which_event(self, events: tuple[int, ...], lang: Lang) -> Message:
        """A digest was answered: which of its events is meant."""
        return correction_dialog.which(self._tongues[lang], events)

    def proposed(self, proposal: editor_questions.Proposed, review: int, lang: Lang) -> Message:
        """To whoever proposed something: what happens next."""
        return editor_questions.proposed(self._tongues[lang], proposal, review)

    def thanks_for_report(self, lang: Lang) -> Message:
        """An error was reported."""
        return conversation.thanks_for_report(self._tongues[lang])

    def doubt(self, event: Event, it: SuspectFigure, lang: Lang, review: int = 0) -> Message:
        """To editors: a figure is probably wrong."""
        return correction_dialog.doubt(self._tongues[lang], event, it, review)

    def complaint(self, event: Event, lang: Lang, review: int = 0) -> Message:
        """To editors: a reader finds an error in an event."""
        return correction_dialog.complaint(self._tongues[lang], event, review)

    def sources(self, feeds: tuple[FeedState, ...], lang: Lang) -> Message:
        """The outlets that are read, and when each last answered."""
        return sources.feeds(self._tongues[lang], feeds)

    def why(
        self, event: Event, readings: Sequence[why.Reading], lang: Lang, matches: Sequence[Weighed | None] = ()
    ) -> Message:
        """To editors: how each article of an event was read and judged, why, and how it matches the others."""
        return why.why(self._tongues[lang], event, readings, matches)

    def health(self, feeds: tuple[FeedState, ...], lang: Lang, outlets: tuple[Seen, ...] = ()) -> Message:
        """How each feed is, for editors, and what became of what the outlets told."""
        return feed_status.feeds(self._tongues[lang], feeds, outlets)

    def turns(self, turned: Sequence[FeedDown | FeedRecovered], lang: Lang, waits: Mapping[str, int]) -> Message:
        """To editors: feeds that have gone dark or are back; `waits` has the question about each that is dark."""
        return feed_status.turns(self._tongues[lang], turned, waits)

    def trouble_begun(self, periods: Mapping[Trouble, TroublePeriod], lang: Lang) -> Message:
        """To operators: what the bot cannot do, and since when."""
        return troubles.begun(self._tongues[lang], periods)

    def trouble_over(self, periods: Mapping[Trouble, TroublePeriod], lang: Lang) -> Message:
        """To operators: what is over."""
        return troubles.over(self._tongues[lang], periods)

    def sorry(self, error: Sayable, lang: Lang) -> Message:
        """Why a question cannot be answered, and what to do instead."""
        return conversation.sorry(self._tongues[lang], error)

    def commands(self, lang: Lang, *, editor: bool = False) -> tuple[tuple[str, str], ...]:
        """The command menu: each command with what it does."""
        return command_menu.commands(self._tongues[lang], editor=editor)

    def description(self, lang: Lang) -> str:
        """What an empty chat with the bot shows."""
        return command_menu.description(self._tongues[lang])

    def short_description(self, lang: Lang) -> str:
        """What the bot's profile shows."""
        return command_menu.short_description(self._tongues[lang])

    def correcting(self, event: Event, lang: Lang, draft: Draft | None = None) -> Message:
        """What of an event may be wrong, each a button."""
        return correction_dialog.fields(self._tongues[lang], event, draft)

    def ask_value(self, draft: Draft, lang: Lang, event: Event | None = None) -> Message:
        """The question for the right value."""
        return correction_dialog.value(self._tongues[lang], draft, event)

    def ask_reason(self, lang: Lang, *, retracting: bool = False) -> Message:
        """The question for the reason."""
        return correction_dialog.why(self._tongues[lang], retracting=retracting)

    def ask_to_publish(self, draft: Draft, chats: int, lang: Lang, *, fresh: int = 0) -> Message:
        """Under the previews: how many chats will be told, `fresh` of them for the first time, and the button."""
        return correction_dialog.look(self._tongues[lang], draft, chats, fresh)

    def published(self, version: Version, lang: Lang) -> Message:
        """A correction is on its way."""
        return correction_dialog.published(self._tongues[lang], version.event, version.number)

    def cancelled(self, lang: Lang) -> Message:
        """Nothing was changed."""
        return correction_dialog.cancelled(self._tongues[lang])

    def held(
        self, event: int, counts: tuple[int, int, int], before: tuple[str, datetime] | None, lang: Lang
    ) -> Message:
        """To editors: an event, or everything, is held."""
        return editor_answers.held(self._tongues[lang], event, counts, before)

    def holds(self, rows: Sequence[tuple[int, str, datetime]], lang: Lang) -> Message:
        """To editors: everything that is held."""
        return editor_answers.holds(self._tongues[lang], rows)

    def released(self, event: int, lang: Lang) -> Message:
        """To editors: a hold is over."""
        return editor_answers.released(self._tongues[lang], event)

    def at_desk(self, message: Message, event: int, lang: Lang, *, retracted: bool) -> Message:
        """A message about an event with an editor's buttons under it."""
        return editor_answers.at_desk(self._tongues[lang], message, event, retracted=retracted)

    def reasons(self, lang: Lang) -> tuple[tuple[Reason, str], ...]:
        """The closed list of reasons for a correction, for choosing one."""
        return corrections.reasons(self._tongues[lang])
