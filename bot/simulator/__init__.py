"""A Bot API server, feeds and articles on loopback, strict enough to stand in for Telegram.

server      a request -> a call; a reply -> a response      alone      the command: limits on, until interrupted
simulator   joins the parts
telegram    token, fault, strictness, limits, method, record
methods     parameters -> what changes, what is answered     sending    what a bot says and takes back
topics      of forums                                        inline     queries behind the bot's name
limits      how much may be sent, and what that costs        strict     what the Bot API knows (bot_api.csv)
polling     getUpdates                                       webhook    where updates are posted, and again
people      what readers do and see                          groups     who is in them, and the bot's place
faults      what goes wrong on purpose                       fault_orders   the same from a file or a request
state       chats, messages, taps, profile, updates          record     everything, numbered; figures for tests
feeds       published entries, feed_markup their bytes
page        the chat page: page/ its files, view what it is told, asked what it asks for, guard who may ask
scripting   what scripts may do and see over HTTP            answers, given   JSON out and in, for page and scripts
controls    the day that the page's panel steers             snapshot   chats kept from one run to the next
refusals, envelope, parameters, text, entities, html_markup, markup, membership, chats, wire   the words they all use
"""

from bot.simulator.callback_queries import Tap, TapAnswer
from bot.simulator.chats import Bot, Chat, ChatType, MemberStatus
from bot.simulator.controls import Controls
from bot.simulator.entities import FormattedText, MessageEntity
from bot.simulator.feed_markup import FeedEntry
from bot.simulator.feeds import FeedFormat, Misbehaviour, ServedFeeds
from bot.simulator.history import Call, History, HistoryEntry, HistoryKind
from bot.simulator.inline import Inline
from bot.simulator.limits import RateLimits
from bot.simulator.messages import ChatMessage
from bot.simulator.people import People
from bot.simulator.refusals import CannotDo
from bot.simulator.server import Address, running
from bot.simulator.simulator import Simulator
from bot.simulator.snapshot import BadSnapshot, dump, load

__all__ = [
    "Address",
    "BadSnapshot",
    "Bot",
    "Call",
    "CannotDo",
    "Chat",
    "ChatMessage",
    "ChatType",
    "Controls",
    "FeedEntry",
    "FeedFormat",
    "FormattedText",
    "History",
    "HistoryEntry",
    "HistoryKind",
    "Inline",
    "MemberStatus",
    "MessageEntity",
    "Misbehaviour",
    "People",
    "RateLimits",
    "ServedFeeds",
    "Simulator",
    "Tap",
    "TapAnswer",
    "dump",
    "load",
    "running",
]
