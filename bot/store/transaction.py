"""One object for one transaction: every noun's rows, as values."""

from functools import cached_property

from sqlalchemy import Connection

from bot.store.alerts import AlertRepository
from bot.store.articles import ArticleRepository
from bot.store.audit import Audit
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.clocks import ClockRepository
from bot.store.deliveries import DeliveryRepository
from bot.store.delivery_plans import DeferredPlanRepository
from bot.store.drafts import DraftRepository
from bot.store.events import EventRepository
from bot.store.feeds import CoverageRepository, FeedRepository
from bot.store.fingerprints import FingerprintRepository
from bot.store.holds import HoldRepository
from bot.store.inbox import Bursts, InboxRepository
from bot.store.notices import NoticeRepository
from bot.store.operator_warnings import OperatorWarningRepository, TroubleRepository
from bot.store.outlets import OutletRepository
from bot.store.processes import ProcessRepository
from bot.store.progress import ProgressRepository
from bot.store.record import RecordRepository
from bot.store.reports import ReportRepository
from bot.store.reviews import EditorMessageRepository, Proposals, ReviewRepository
from bot.store.search import SearchRepository
from bot.store.sending_pace import PaceRepository
from bot.store.staff import StaffRepository
from bot.store.subscribers import SubscriberRepository, Watches
from bot.store.suspect_figures import SuspectFigureRepository
from bot.store.vectors import Vectors


class Tx:
    """What a transaction can do; useless after its end. A repository is made when it is first asked for."""

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    @cached_property
    def feeds(self) -> FeedRepository:
        """Feeds between polls."""
        return FeedRepository(self._connection)

    @cached_property
    def coverage(self) -> CoverageRepository:
        """Which feeds answered on which day."""
        return CoverageRepository(self._connection)

    @cached_property
    def articles(self) -> ArticleRepository:
        """Articles and entries."""
        return ArticleRepository(self._connection)

    @cached_property
    def reports(self) -> ReportRepository:
        """What each article claims."""
        return ReportRepository(self._connection)

    @cached_property
    def fingerprints(self) -> FingerprintRepository:
        """What articles are recognised by."""
        return FingerprintRepository(self._connection)

    @cached_property
    def reviews(self) -> ReviewRepository:
        """What waits for an editor."""
        return ReviewRepository(self._connection)

    @cached_property
    def editor_messages(self) -> EditorMessageRepository:
        """Messages by which editors were asked."""
        return EditorMessageRepository(self._connection, self._encryption)

    @cached_property
    def outlets(self) -> OutletRepository:
        """How far each outlet is trusted."""
        return OutletRepository(self._connection)

    @cached_property
    def events(self) -> EventRepository:
        """Events and their versions."""
        return EventRepository(self._connection, self._encryption)

    @cached_property
    def search(self) -> SearchRepository:
        """Events by terms."""
        return SearchRepository(self._connection)

    @cached_property
    def suspect_figures(self) -> SuspectFigureRepository:
        """Figures that are probably wrong."""
        return SuspectFigureRepository(self._connection, self._encryption)

    @cached_property
    def drafts(self) -> DraftRepository:
        """Corrections that editors have begun."""
        return DraftRepository(self._connection, self._encryption)

    @cached_property
    def subscribers(self) -> SubscriberRepository:
        """Chats with a language and places."""
        return SubscriberRepository(self._connection, self._encryption)

    @cached_property
    def alerts(self) -> AlertRepository:
        """What must be said because of a version."""
        return AlertRepository(self._connection)

    @cached_property
    def deferred_plans(self) -> DeferredPlanRepository:
        """Plans put off until a message has arrived."""
        return DeferredPlanRepository(self._connection)

    @cached_property
    def deliveries(self) -> DeliveryRepository:
        """Acts towards chats."""
        return DeliveryRepository(self._connection, self._encryption)

    @cached_property
    def sending_pace(self) -> PaceRepository:
        """The sending pace."""
        return PaceRepository(self._connection)

    @cached_property
    def clocks(self) -> ClockRepository:
        """Moments that lie too far ahead."""
        return ClockRepository(self._connection)

    @cached_property
    def record(self) -> RecordRepository:
        """What readers may see."""
        return RecordRepository(self._connection)

    @cached_property
    def inbox(self) -> InboxRepository:
        """Updates until they are answered."""
        return InboxRepository(self._connection, self._encryption)

    @cached_property
    def warnings(self) -> OperatorWarningRepository:
        """What operators should know."""
        return OperatorWarningRepository(self._connection)

    @cached_property
    def processes(self) -> ProcessRepository:
        """Processes that run."""
        return ProcessRepository(self._connection)

    @cached_property
    def troubles(self) -> TroubleRepository:
        """What lasts: troubles that operators were told of."""
        return TroubleRepository(self._connection)

    @cached_property
    def bursts(self) -> Bursts:
        """How much a chat asks."""
        return Bursts(self._connection, self._encryption)

    @cached_property
    def watches(self) -> Watches:
        """Events that chats follow or have muted."""
        return Watches(self._connection)

    @cached_property
    def vectors(self) -> Vectors:
        """Sentence vectors of articles, while the matching window lasts."""
        return Vectors(self._connection)

    @cached_property
    def staff(self) -> StaffRepository:
        """Who may decide."""
        return StaffRepository(self._connection, self._encryption)

    @cached_property
    def audit(self) -> Audit:
        """What was done, by whom: only added to."""
        return Audit(self._connection)

    @cached_property
    def holds(self) -> HoldRepository:
        """Holds of events."""
        return HoldRepository(self._connection)

    @cached_property
    def progress(self) -> ProgressRepository:
        """How far corrections have come."""
        return ProgressRepository(self._connection, self._encryption)

    @cached_property
    def proposals(self) -> Proposals:
        """What needs a second editor."""
        return Proposals(self._connection)

    @cached_property
    def notices(self) -> NoticeRepository:
        """Notices to many."""
        return NoticeRepository(self._connection, self._encryption)
