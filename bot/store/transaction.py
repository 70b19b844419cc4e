"""One object for one transaction: every noun's rows, as values."""

from sqlalchemy import Connection

from bot.store.alerts import AlertRepository
from bot.store.articles import ArticleRepository
from bot.store.audit import Audit
from bot.store.clocks import ClockRepository
from bot.store.coverage import CoverageRepository
from bot.store.deferred_plans import DeferredPlanRepository
from bot.store.deliveries import DeliveryRepository
from bot.store.drafts import DraftRepository
from bot.store.editor_messages import EditorMessageRepository
from bot.store.events import EventRepository
from bot.store.feeds import FeedRepository
from bot.store.fingerprints import FingerprintRepository
from bot.store.holds import Holds
from bot.store.inbox import InboxRepository
from bot.store.notices import Notices
from bot.store.operator_alerts import OperatorAlertRepository
from bot.store.outlets import OutletRepository
from bot.store.pace import PaceRepository
from bot.store.progress import Progress
from bot.store.proposals import Proposals
from bot.store.record import RecordRepository
from bot.store.reports import ReportRepository
from bot.store.reviews import ReviewRepository
from bot.store.search import SearchRepository
from bot.store.staff import Staff
from bot.store.subscribers import SubscriberRepository
from bot.store.suspect_figures import SuspectFigureRepository
from bot.store.vault import Vault


class Tx:
    """What a transaction can do; useless after its end."""

    __slots__ = (
        "alerts",
        "articles",
        "audit",
        "clocks",
        "coverage",
        "deferred",
        "deliveries",
        "doubts",
        "drafts",
        "events",
        "feeds",
        "fingerprints",
        "holds",
        "inbox",
        "notices",
        "outlets",
        "pace",
        "progress",
        "proposals",
        "questions",
        "record",
        "reports",
        "reviews",
        "search",
        "signs",
        "staff",
        "subscribers",
    )

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self.feeds = FeedRepository(connection)
        self.coverage = CoverageRepository(connection)
        self.articles = ArticleRepository(connection)
        self.reports = ReportRepository(connection)
        self.fingerprints = FingerprintRepository(connection)
        self.reviews = ReviewRepository(connection)
        self.questions = EditorMessageRepository(connection, vault)
        self.outlets = OutletRepository(connection)
        self.events = EventRepository(connection, vault)
        self.search = SearchRepository(connection)
        self.doubts = SuspectFigureRepository(connection, vault)
        self.drafts = DraftRepository(connection, vault)
        self.subscribers = SubscriberRepository(connection, vault)
        self.alerts = AlertRepository(connection)
        self.deferred = DeferredPlanRepository(connection)
        self.deliveries = DeliveryRepository(connection, vault)
        self.pace = PaceRepository(connection)
        self.clocks = ClockRepository(connection)
        self.record = RecordRepository(connection)
        self.inbox = InboxRepository(connection, vault)
        self.signs = OperatorAlertRepository(connection)
        self.staff = Staff(connection, vault)
        self.audit = Audit(connection)
        self.holds = Holds(connection)
        self.progress = Progress(connection, vault)
        self.proposals = Proposals(connection)
        self.notices = Notices(connection, vault)
