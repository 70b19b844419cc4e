"""One object for one transaction: every noun's rows, as values."""

from sqlalchemy import Connection

from bot.store.alerts import Alerts
from bot.store.articles import Articles
from bot.store.clocks import Clocks
from bot.store.coverage import CoverageRows
from bot.store.deferred import Deferred
from bot.store.deliveries import Deliveries
from bot.store.doubts import Doubts
from bot.store.drafts import Drafts
from bot.store.events import Events
from bot.store.feeds import Feeds
from bot.store.fingerprints import Fingerprints
from bot.store.inbox import Inbox
from bot.store.outlets import Outlets
from bot.store.pace import Pace
from bot.store.questions import Questions
from bot.store.record import RecordRows
from bot.store.reports import Reports
from bot.store.reviews import Reviews
from bot.store.search import Search
from bot.store.signs import Signs
from bot.store.subscribers import Subscribers
from bot.store.vault import Vault


class Tx:
    """What a transaction can do; useless after its end."""

    __slots__ = (
        "alerts",
        "articles",
        "clocks",
        "coverage",
        "deferred",
        "deliveries",
        "doubts",
        "drafts",
        "events",
        "feeds",
        "fingerprints",
        "inbox",
        "outlets",
        "pace",
        "questions",
        "record",
        "reports",
        "reviews",
        "search",
        "signs",
        "subscribers",
    )

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self.feeds = Feeds(connection)
        self.coverage = CoverageRows(connection)
        self.articles = Articles(connection)
        self.reports = Reports(connection)
        self.fingerprints = Fingerprints(connection)
        self.reviews = Reviews(connection)
        self.questions = Questions(connection, vault)
        self.outlets = Outlets(connection)
        self.events = Events(connection, vault)
        self.search = Search(connection)
        self.doubts = Doubts(connection, vault)
        self.drafts = Drafts(connection, vault)
        self.subscribers = Subscribers(connection, vault)
        self.alerts = Alerts(connection)
        self.deferred = Deferred(connection)
        self.deliveries = Deliveries(connection, vault)
        self.pace = Pace(connection)
        self.clocks = Clocks(connection)
        self.record = RecordRows(connection)
        self.inbox = Inbox(connection, vault)
        self.signs = Signs(connection)
