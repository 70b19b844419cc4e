"""Configuration, read once from the environment and checked whole: all faults are told at once, one line each."""

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import secret_files
from bot.domain.article import PagePolicy
from bot.domain.clock import OFFSET, ZONE, almaty
from bot.domain.codes import Lang
from bot.domain.contacts import LONGEST as LONGEST_CONTACTS
from bot.domain.contacts import Contacts
from bot.domain.errors import BadConfiguration
from bot.domain.feed import Confidence, Feed, FeedKind, Scale
from bot.domain.retention import ARTICLE_TEXTS, BACKUPS, MESSAGE_IDS
from bot.domain.review import Mode
from bot.domain.review_deadlines import ASK_FOR

SHIPPED_FEEDS = Path(__file__).parent / "data" / "feeds.toml"
TELEGRAM = "https://api.telegram.org"
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{6,100}")
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=?")
_WEB = re.compile(r"^((\[(?P<v6>[0-9a-fA-F:.]+)\]|(?P<host>[A-Za-z0-9_.-]+)):)?(?P<port>\d{1,5})$|^$")
_HOST = re.compile(r"(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")
_MISSING = {
    "BOT_TOKEN": "BOT_TOKEN: missing; @BotFather gives one (to look around without: protest-alerts demo)",
    "SUBSCRIBER_KEY": "SUBSCRIBER_KEY: missing; make one with: protest-alerts check --new-key",
}
_OF_THE_RECORD = frozenset({"DATABASE_URL", "DATABASE_URL_FILE", "DATA_DIR"})
#: What may be given in a file that NAME_FILE names.
SECRETS = ("BOT_TOKEN", "SUBSCRIBER_KEY", "DATABASE_URL")
#: Either "text" or "json".
_LOG_FORMATS = ("text", "json")
_DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
#: A part of an address in which what has a meaning elsewhere stands as %40, %3A, %2F and so on.
_PART = r"(?:[^\s:@/?#%\[\]]|%[0-9A-Fa-f]{2})*"
_DATABASE = re.compile(
    r"sqlite:///[^?#]+"
    rf"|postgresql(?:\+psycopg)?://(?:{_PART}(?::{_PART})?@)?(?:[A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])(?::\d{{1,5}})?"
    rf"(?:/{_PART})?(?:\?(?:[^\s?#%]|%[0-9A-Fa-f]{{2}})*)?"
)


class Settings(BaseSettings):
    """Everything the environment may say; secrets print as stars."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    bot_token: SecretStr | None = None
    bot_api_url: str = TELEGRAM
    #: Empty: SQLite in data_dir.
    database_url: SecretStr = SecretStr("")
    data_dir: Path = Path("data")
    feeds: Path = SHIPPED_FEEDS
    admin_ids: Annotated[tuple[int, ...], NoDecode] = ()
    #: Who is told when the bot itself is in trouble; nobody named: the editors.
    operator_ids: Annotated[tuple[int, ...], NoDecode] = ()
    #: Those who may correct; the owners of ADMIN_IDS may also choose who else may.
    editor_ids: Annotated[tuple[int, ...], NoDecode] = ()
    #: The number of a group in which editors are asked together; 0: each in private.
    editors_group: int = Field(default=0, le=0)
    #: Whether notices, own words, grave figures and reinstatements need a second person.
    second_editor: bool = True
    subscriber_key: SecretStr | None = None
    #: Where the servers that are asked can reach whoever runs this: an address or a page.
    contact: str = Field(default="", max_length=200, pattern=r"^[\x21-\x7e]*$")
    #: HOST or HOST:PORT, parted by commas: feeds there may be polled though the address is private.
    private_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    #: HTTP proxies: for Telegram, and for feeds and pages that name none of their own.
    telegram_proxy: str = ""
    feed_proxy: str = ""
    #: How the log is written: text or json.
    log_format: str = "text"
    article_days: int = Field(default=ARTICLE_TEXTS.days, ge=1, le=365)
    #: Messages can be edited and answered for so long.
    message_days: int = Field(default=MESSAGE_IDS.days, ge=1, le=365)
    #: auto or review.
    review_mode: Mode = Mode.AUTO
    old_news_days: int = Field(default=3, ge=0, le=365)
    #: So many minutes editors have to answer before a report that is not sure is listed as not checked.
    ask_minutes: int = Field(default=ASK_FOR // timedelta(minutes=1), ge=1, le=1440)
    #: A TOML file with contacts and steps for those whose people were detained; none: nothing is said of it.
    detained_help: Path | None = None
    #: on or off; where it cannot run it is absent, and articles are judged without it.
    encoder: Literal["on", "off"] = "on"
    #: A folder for the record as pages; none: no pages are made.
    site_dir: Path | None = None
    site_minutes: int = Field(default=10, ge=1, le=1440)
    #: The public key to which backups are encrypted: age1…
    backup_recipient: str = Field(default="", pattern=r"^(age1[0-9a-z]{10,100})?$")
    #: Backups are removed after so many days, and with them what readers had erased.
    backup_days: int = Field(default=BACKUPS.days, ge=1, le=365)
    #: HOST:PORT for health and metrics, or a port alone on loopback; empty: none.
    web_address: str = ""

    @field_validator("bot_token")
    @classmethod
    def _token_has_its_form(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is not of the form 123456:ABC-DEF… that BotFather gives")
        return value

    @field_validator("subscriber_key")
    @classmethod
    def _key_has_its_form(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _KEY.fullmatch(value.get_secret_value()):
            raise ValueError("is not 32 bytes in URL-safe base64 (make one with: protest-alerts check --new-key)")
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _address_is_http(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
            raise ValueError("is not an http or https address")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        if url and not url.startswith(_DATABASES):
            raise ValueError("is neither sqlite:///FILE nor postgresql://…")
        if url and not _DATABASE.fullmatch(url):
            raise ValueError("cannot be read; in a name or password @ : / ? # % are written %40 %3A %2F %3F %23 %25")
        return SecretStr(url.replace("postgresql://", "postgresql+psycopg://", 1))

    @field_validator("web_address")
    @classmethod
    def _web_is_an_address(cls, value: str) -> str:
        found = _WEB.fullmatch(value)
        if found is None or int(found["port"] or 0) > 65535:
            raise ValueError("is neither HOST:PORT nor a port")
        return value

    @field_validator("private_hosts", mode="before")
    @classmethod
    def _private_hosts_are_hosts(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part.strip().lower() for part in value.split(",") if part.strip()]
        if not all(_HOST.fullmatch(part) for part in parts):
            raise ValueError("is not a list of HOST or HOST:PORT parted by commas, such as 127.0.0.1:1200")
        return tuple(part.replace("[", "").replace("]", "") for part in parts)

    @field_validator("telegram_proxy", "feed_proxy")
    @classmethod
    def _proxy_is_http(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/]+/?", value):
            raise ValueError("is not the address of an HTTP proxy, such as http://127.0.0.1:3128")
        return value

    @field_validator("log_format")
    @classmethod
    def _log_format_is_known(cls, value: str) -> str:
        if value not in _LOG_FORMATS:
            raise ValueError(f"must be one of {', '.join(_LOG_FORMATS)}")
        return value

    @field_validator("admin_ids", "editor_ids", "operator_ids", mode="before")
    @classmethod
    def _admins_are_numbers(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(re.fullmatch(r"\d{1,19}", part) for part in parts):
            raise ValueError("is not a list of Telegram user numbers parted by commas")
        return tuple(int(part) for part in parts)

    def database(self) -> str:
        """Where the data is; SQLite in data_dir unless told otherwise."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir.absolute() / 'protest-alerts.db'}"

    def operators(self) -> frozenset[int]:
        """Chats of those who are told when the bot is in trouble."""
        return frozenset(self.operator_ids or self.admin_ids)

    def web(self) -> tuple[str, int] | None:
        """Host and port for health and metrics; none when they are not wanted."""
        found = _WEB.fullmatch(self.web_address)
        if found is None or not found["port"]:
            return None
        return found["v6"] or found["host"] or "127.0.0.1", int(found["port"])


def database(url: str, name: str) -> str:
    """An address of a database as it is opened; BadConfiguration names its variable or argument."""
    try:
        return Settings(database_url=SecretStr(url)).database()
    except ValidationError as error:
        faults = [fault for fault in _faults(error) if fault.startswith("DATABASE_URL: ")]
        raise BadConfiguration(tuple(fault.replace("DATABASE_URL", name, 1) for fault in faults)) from None


def contacts(path: Path | None) -> Contacts | None:
    """The contacts that an operator supplied; BadConfiguration names each fault of the file."""
    if path is None:
        return None
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadConfiguration((f"DETAINED_HELP: {path}: {type(error).__name__}",)) from None
    checked, texts = data.get("checked"), {lang: data.get(lang.value) for lang in Lang}
    faults = [
        f"DETAINED_HELP: {lang}: must be a text of at most {LONGEST_CONTACTS} characters"
        for lang, text in texts.items()
        if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_CONTACTS
    ]
    day = checked if isinstance(checked, date) and not isinstance(checked, datetime) else None
    if day is None:
        faults.append("DETAINED_HELP: checked: must be a day such as 2026-11-30")
    if faults or day is None:
        raise BadConfiguration(tuple(faults))
    return Contacts(day, {lang: str(text).strip() for lang, text in texts.items()})


#: What a feed's row may say, for whoever wrote something else.
_ROW: Mapping[str, str] = {
    "id": "must be 2 to 40 of a-z, 0-9 and -",
    "url": "must be an http or https address",
    "outlet": "must be an id of outlets.toml: 2 to 40 of a-z, 0-9, - and _",
    "lang": "must be kk, ru or en",
    "minutes": "must be a number from 1 to 1440",
    "at_most": "must be a number from 1 to 1440",
    "kind": f"must be one of {', '.join(FeedKind)}",
    "pages": f"must be one of {', '.join(PagePolicy)}",
    "gate": "must be true or false",
    "proxy": "must be an http or https address",
    "scale": f"must be one of {', '.join(Scale)}",
    "confidence": f"must be one of {', '.join(Confidence)}",
    "hosts": "must be a list of hosts such as outlet.kz",
}


#: A name of the web, written as it is compared: without "www." and in small letters.
_Host = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,8}$", to_lower=True),
    AfterValidator(lambda name: name.removeprefix("www.")),
]


class _FeedRow(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9-]{2,40}$")
    url: str = Field(pattern=r"^https?://\S+$")
    outlet: str = Field(pattern=r"^[a-z0-9_-]{2,40}$")
    lang: Lang | None = None
    minutes: int = Field(default=10, ge=1, le=1440)
    at_most: int = Field(default=60, ge=1, le=1440)
    kind: FeedKind = FeedKind.FEED
    pages: PagePolicy = PagePolicy.ON_CUE
    gate: bool = False
    proxy: str = Field(default="", pattern=r"^(https?://\S+)?$")
    scale: Scale = Scale.NATIONAL
    confidence: Confidence = Confidence.LOW
    hosts: tuple[_Host, ...] = Field(default=(), max_length=20)

    def feed(self) -> Feed:
        """The row as a Feed."""
        given = self.model_dump(exclude={"minutes", "at_most"})
        slowest = timedelta(minutes=max(self.minutes, self.at_most))
        return Feed(**given, interval=timedelta(minutes=self.minutes), slowest=slowest)


def read() -> Settings:
    """The environment as settings; BadConfiguration names every fault by the variable it is in."""
    settings, faults = _tried()
    return _good(settings, (*_faults_of_zone(), *faults))


def _faults_of_zone() -> tuple[str, ...]:
    """Zone data from before 2024 would put the news of every evening on the next day."""
    offset = datetime.now(UTC).astimezone(almaty()).utcoffset()
    return () if offset == OFFSET else (f"time zones: {ZONE} is UTC{_signed(offset)} here, not +5: update tzdata",)


def _signed(offset: timedelta | None) -> str:
    return f"{(offset or timedelta()) / timedelta(hours=1):+g}"


def data_dir() -> Path:
    """DATA_DIR alone, for what needs nothing else: a fault in another variable does not matter to it."""
    return _tried()[0].data_dir


def encoder(told: str = "") -> bool:
    """Whether the encoder is wanted: what a command was told, else ENCODER alone."""
    if told not in {"", "on", "off"}:
        raise BadConfiguration((f"--encoder: {told[:20]!r} is neither on nor off",))
    settings, faults = _tried()
    wanted = told or _good(settings, tuple(fault for fault in faults if fault.startswith("ENCODER:"))).encoder
    return wanted == "on"


def for_service(more: Sequence[str] = ()) -> Settings:
    """The environment for the live service; BadConfiguration has every fault of it, of the feeds' file, and `more`."""
    return _complete(("BOT_TOKEN", "SUBSCRIBER_KEY"), (*more, *_unedited(_tried()[0])))


def _unedited(settings: Settings) -> tuple[str, ...]:
    """In review mode nothing goes out without an editor, so there must be one."""
    lacking = settings.review_mode is Mode.REVIEW and not (settings.admin_ids or settings.editor_ids)
    return ("REVIEW_MODE: review publishes nothing without an editor, and ADMIN_IDS is empty",) if lacking else ()


def for_store() -> Settings:
    """The same for work on the live database without Telegram."""
    return _complete(("SUBSCRIBER_KEY",))


def for_record() -> Settings:
    """The environment for reading the record: a fault in what only the service needs does not matter to it."""
    settings, faults = _tried()
    return _good(settings, tuple(fault for fault in faults if fault.partition(":")[0] in _OF_THE_RECORD))


def _complete(needed: Iterable[str], more: Sequence[str] = ()) -> Settings:
    settings, wrong = _tried()
    told = {fault.partition(":")[0].removesuffix(secret_files.SUFFIX) for fault in wrong}
    missing = [_MISSING[name] for name in needed if name not in told and not getattr(settings, name.lower())]
    return _good(settings, (*more, *_faults_of_zone(), *wrong, *missing, *_faults_of_feeds(settings.feeds)))


def _tried() -> tuple[Settings, tuple[str, ...]]:
    """What can be read, and what is wrong with the rest, which stands at its defaults."""
    given, faults = secret_files.contents(os.environ, SECRETS, Path(os.environ.get("DATA_DIR") or "data"))
    values: dict[str, Any] = {name.lower(): value for name, value in given.items()}
    try:
        return Settings(**values), faults
    except ValidationError as error:
        wrong = {str(one["loc"][0]).lower() for one in error.errors() if one["loc"]}
        defaults = {name: Settings.model_fields[name].get_default() for name in wrong}
        return Settings(**values | defaults), (*faults, *_faults(error))


def _good(settings: Settings, faults: tuple[str, ...]) -> Settings:
    if faults:
        raise BadConfiguration(faults)
    return settings


def _faults_of_feeds(path: Path) -> tuple[str, ...]:
    try:
        feeds(path)
    except BadConfiguration as error:
        return error.faults
    return ()


@cache
def shipped_outlets() -> frozenset[str]:
    """The outlets of the feeds that come with the program."""
    return frozenset(feed.outlet for feed in feeds(SHIPPED_FEEDS))


def feeds(path: Path) -> tuple[Feed, ...]:
    """The feeds of a TOML file: a table [[feed]] for each as bot/data/feeds.toml explains it."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfiguration((f"FEEDS: {path.name}: {_one_line(error)}",)) from None
    rows = tables.get("feed", [])
    good, faults = _sorted_out(rows if isinstance(rows, list) else [rows])
    twice = {feed.id for feed in good if [other.id for other in good].count(feed.id) > 1}
    faults += [f"FEEDS: feed {name}: the id stands twice" for name in sorted(twice)]
    if not rows:
        hint = "; [[feeds]] must be [[feed]]" if "feeds" in tables else ""
        faults.append(f"FEEDS: {path.name}: no [[feed]] in it{hint}")
    if faults:
        raise BadConfiguration(tuple(faults))
    return tuple(good)


def _sorted_out(rows: Iterable[Any]) -> tuple[list[Feed], list[str]]:
    good: list[Feed] = []
    faults: list[str] = []
    for number, row in enumerate(rows, 1):
        try:
            good.append(_FeedRow.model_validate(row).feed())
        except ValidationError as error:
            name = f"{number} ({row['id']})" if isinstance(row, dict) and isinstance(row.get("id"), str) else number
            faults += [f"FEEDS: feed {name}: {fault}" for fault in _faults_of_row(error)]
    return good, faults


def _faults_of_row(error: ValidationError) -> Iterator[str]:
    for one in error.errors():
        name = str(one["loc"][0]) if one["loc"] else ""
        if one["type"] == "missing":
            yield f"{name} is missing: it {_ROW[name]}"
        elif name in _ROW:
            yield f"{name} {_ROW[name]}"
        else:
            yield f"{name} means nothing here" if name else "is not a table of settings"


def _faults(error: ValidationError) -> tuple[str, ...]:
    return tuple(
        f"{'.'.join(map(str, e['loc'])).upper() or 'value'}: {e['msg'].removeprefix('Value error, ')}"
        for e in error.errors()
    )


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
