"""Configuration: all faults at once, one line each, nothing secret in them."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from bot import config
from bot.app import rules_of
from bot.cli.main import status
from bot.domain import clock
from bot.domain.codes import Lang
from bot.domain.errors import BadConfiguration
from bot.domain.retention import ARTICLE_TEXTS, Retention
from bot.domain.understanding.context import PublishRules
from bot.store.chat_id_encryption import ChatIdEncryption

TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"
VARIABLES = (
    *("BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "DATA_DIR", "FEEDS", "ADMIN_IDS", "SUBSCRIBER_KEY"),
    *("CONTACT", "ARTICLE_DAYS", "MESSAGE_DAYS", "REVIEW_MODE", "OLD_NEWS_DAYS", "WEB_ADDRESS", "PRIVATE_HOSTS"),
    *("ASK_MINUTES", "OPERATOR_IDS", "TELEGRAM_PROXY", "FEED_PROXY", "LOG_FORMAT", "BACKUP_DAYS", "BACKUP_RECIPIENT"),
    "DETAINED_HELP",
    "ENCODER",
    *("SITE_DIR", "SITE_MINUTES"),
    *("EDITOR_IDS", "EDITORS_GROUP", "SECOND_EDITOR"),
)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in (*VARIABLES, *(secret + "_FILE" for secret in config.SECRETS)):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def faults_of(environment: pytest.MonkeyPatch, **variables: str) -> tuple[str, ...]:
    for name, value in variables.items():
        environment.setenv(name, value)
    with pytest.raises(BadConfiguration) as caught:
        config.read()
    return caught.value.faults


def test_without_an_environment_everything_has_a_default(environment: pytest.MonkeyPatch) -> None:
    settings = config.read()
    assert settings.bot_token is None
    assert settings.database().endswith("/data/protest-alerts.db")
    assert config.feeds(settings.feeds)


def test_a_whole_environment_is_read(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("BOT_TOKEN", TOKEN)
    environment.setenv("SUBSCRIBER_KEY", ChatIdEncryption.new_key())
    environment.setenv("ADMIN_IDS", "1, 2")
    environment.setenv("DATABASE_URL", "postgresql://me@localhost/alerts")
    settings = config.for_service()
    assert settings.admin_ids == (1, 2)
    assert settings.database() == "postgresql+psycopg://me@localhost/alerts"
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("BOT_TOKEN", "nonsense", "BOT_TOKEN: is not of the form"),
        ("SUBSCRIBER_KEY", "short", "SUBSCRIBER_KEY: is not 32 bytes"),
        ("ADMIN_IDS", "1,x", "ADMIN_IDS: is not a list of Telegram user numbers"),
        ("ADMIN_IDS", "[1", "ADMIN_IDS: is not a list of Telegram user numbers"),
        ("BOT_API_URL", "ftp://x", "BOT_API_URL: is not an http or https address"),
        ("FEED_PROXY", "socks5://x:1", "FEED_PROXY: is not the address of an HTTP proxy"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT: must be one of text, json"),
        ("OPERATOR_IDS", "me", "OPERATOR_IDS: is not a list of Telegram user numbers"),
        ("CONTACT", "me\nX-Header: x", "CONTACT: String should match"),
        ("ARTICLE_DAYS", "0", "ARTICLE_DAYS: Input should be greater"),
        ("MESSAGE_DAYS", "0", "MESSAGE_DAYS: Input should be greater"),
        ("MESSAGE_DAYS", "a month", "MESSAGE_DAYS: Input should be a valid integer"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL: is neither sqlite"),
        *(
            ("DATABASE_URL", url, "DATABASE_URL: cannot be read; in a name or password @")
            for url in (
                "postgresql://bot:pw:2@SECRET:x@127.0.0.1/db",
                "postgresql://bot:pw@2SECRET@127.0.0.1:1/db",
                "postgresql://bot:SECRET@127.0.0.1:port/db",
                "postgresql://bot:SEC/RET@127.0.0.1/db",
                "postgresql://bot:SECRET%PART@127.0.0.1/db",
                "postgresql://bot:SEC#RET@127.0.0.1/db",
                "sqlite:///x.db?SECRET=1",
            )
        ),
        ("WEB_ADDRESS", "https://x", "WEB_ADDRESS: is neither HOST:PORT nor a port"),
        ("WEB_ADDRESS", "127.0.0.1:70000", "WEB_ADDRESS: is neither HOST:PORT nor a port"),
    ],
)
def test_a_wrong_value_is_one_line(environment: pytest.MonkeyPatch, name: str, value: str, fault: str) -> None:
    (line,) = faults_of(environment, **{name: value})
    assert line.startswith(fault)
    assert value not in line or name == "ADMIN_IDS"
    assert "SEC" not in line.removeprefix(name)


@pytest.mark.parametrize(
    "url",
    [
        *("postgresql://me@localhost/alerts", "postgresql://me:p%40ss@db.example:5432/alerts?sslmode=require"),
        *("postgresql:///alerts?host=/run/postgresql", "postgresql+psycopg://me:@[::1]:5432/alerts", "sqlite:////a/b"),
        *("postgresql://me:secret!$&'()*+,;=~-._@db/alerts", "postgresql://me@/alerts?host=%2Ftmp%2Fpg"),
    ],
)
def test_an_address_of_a_database_is_taken(environment: pytest.MonkeyPatch, url: str) -> None:
    environment.setenv("DATABASE_URL", url)
    assert config.read().database() == url.replace("postgresql://", "postgresql+psycopg://")


def test_all_faults_are_told_at_once(environment: pytest.MonkeyPatch) -> None:
    assert len(faults_of(environment, BOT_TOKEN="x", ADMIN_IDS="x", SUBSCRIBER_KEY="x")) == 3


def test_the_service_says_what_is_missing_and_points_to_the_demo(environment: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadConfiguration) as caught:
        config.for_service()
    assert [fault.split(":")[0] for fault in caught.value.faults] == ["BOT_TOKEN", "SUBSCRIBER_KEY"]
    assert "protest-alerts demo" in caught.value.faults[0]


def test_a_service_hears_of_every_fault_at_once_also_of_its_feeds_and_roles(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("ADMIN_IDS", "1;2")
    environment.setenv("SUBSCRIBER_KEY", "short")
    environment.setenv("FEEDS", str(feeds_file(tmp_path, '[[feed]]\nid = "a b"\nurl = "x"\noutlet = "arna"')))
    with pytest.raises(BadConfiguration) as caught:
        config.for_service(["--role: 'x' is none of them"])
    names = [fault.split(":")[0] for fault in caught.value.faults]
    assert names == ["--role", "ADMIN_IDS", "SUBSCRIBER_KEY", "BOT_TOKEN", "FEEDS", "FEEDS"]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("", None),
        ("9100", ("127.0.0.1", 9100)),
        ("0.0.0.0:9100", ("0.0.0.0", 9100)),
        ("[::1]:9100", ("::1", 9100)),
        ("localhost:80", ("localhost", 80)),
    ],
)
def test_health_and_metrics_are_on_loopback_unless_told(
    environment: pytest.MonkeyPatch, address: str, place: tuple[str, int] | None
) -> None:
    environment.setenv("WEB_ADDRESS", address)
    assert config.read().web() == place


def feeds_file(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_feeds_are_read_from_a_file(tmp_path: Path) -> None:
    path = feeds_file(
        tmp_path, '[[feed]]\nid = "arna"\nurl = "https://a.example/rss"\noutlet = "arna"\nlang = "kk"\nminutes = 5'
    )
    (feed,) = config.feeds(path)
    assert (feed.id, feed.lang, feed.interval) == ("arna", Lang.KK, timedelta(minutes=5))


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("[[feed", 1),
        ("", 1),
        ('[[feed]]\nid = "a b"\nurl = "x"\noutlet = "arna"', 2),
        ('[[feed]]\nid = "arna"\nurl = "https://a.example"\noutlet = "arna"\nminutes = 0\ncolour = "red"', 2),
        ('feed = "no table"', 1),
        ('[[feed]]\nid = "arna"\nurl = "https://a.example"\noutlet = "arna"\n' * 2, 1),
    ],
)
def test_a_wrong_file_of_feeds_names_every_fault(tmp_path: Path, text: str, faults: int) -> None:
    with pytest.raises(BadConfiguration) as caught:
        config.feeds(feeds_file(tmp_path, text))
    assert len(caught.value.faults) == faults
    assert all(fault.startswith("FEEDS: ") for fault in caught.value.faults)


def test_a_missing_file_of_feeds_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match=r"FEEDS: none\.toml"):
        config.feeds(tmp_path / "none.toml")


def test_the_table_of_settings_names_every_setting() -> None:
    table = (Path(config.__file__).parents[1] / "docs/configuration.md").read_text(encoding="utf-8")
    assert set(VARIABLES) == {name.upper() for name in config.Settings.model_fields}
    assert all(f"`{name}`" in table for name in VARIABLES)


def test_defaults_are_those_of_the_domain_and_of_the_table_of_settings(environment: pytest.MonkeyPatch) -> None:
    settings, keep = config.read(), Retention()
    assert rules_of(settings) == PublishRules()
    assert (settings.message_days, settings.backup_days) == (keep.message_ids.days, keep.backups.days)
    assert settings.article_days == ARTICLE_TEXTS.days
    rows = (Path(config.__file__).parents[1] / "docs/configuration.md").read_text(encoding="utf-8").splitlines()
    for name in ("article_days", "ask_minutes", "message_days", "backup_days", "old_news_days"):
        (row,) = (row for row in rows if row.startswith(f"| `{name.upper()}`"))
        assert row.split(" | ")[-1].strip(" |`") == str(getattr(settings, name))


@pytest.mark.parametrize(
    ("said", "hosts"),
    [
        ("127.0.0.1:1200, rsshub.LAN", ("127.0.0.1:1200", "rsshub.lan")),
        ("[::1]:80,[fd00::5]", ("::1:80", "fd00::5")),
        ("", ()),
    ],
)
def test_private_hosts_are_named_with_or_without_a_port(
    environment: pytest.MonkeyPatch, said: str, hosts: tuple[str, ...]
) -> None:
    environment.setenv("PRIVATE_HOSTS", said)
    assert config.read().private_hosts == hosts


@pytest.mark.parametrize("said", ["http://127.0.0.1/", "10.0.0.0/8", "*", "a b", "host:"])
def test_what_is_no_host_is_refused(environment: pytest.MonkeyPatch, said: str) -> None:
    (fault,) = faults_of(environment, PRIVATE_HOSTS=said)
    assert fault.startswith("PRIVATE_HOSTS: is not a list of HOST or HOST:PORT")


def test_the_packages_zone_data_wins_over_the_machines(tmp_path: Path) -> None:
    old = tmp_path / "Asia" / "Almaty"
    old.parent.mkdir()
    old.write_bytes((files("tzdata.zoneinfo") / "Etc" / "GMT-6").read_bytes())
    zoneinfo.reset_tzpath([str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    clock.almaty.cache_clear()
    try:
        winter = datetime(2026, 12, 2, tzinfo=UTC)
        assert winter.astimezone(zoneinfo.ZoneInfo("Asia/Almaty")).utcoffset() == timedelta(hours=6)
        assert winter.astimezone(clock.almaty()).utcoffset() == timedelta(hours=5)
    finally:
        zoneinfo.reset_tzpath()
        zoneinfo.ZoneInfo.clear_cache()


def test_without_zone_data_of_today_nothing_starts(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    six = zoneinfo.ZoneInfo("Etc/GMT-6")
    environment.setattr(config, "almaty", lambda: six)
    environment.setenv("SUBSCRIBER_KEY", ChatIdEncryption.new_key())
    for command in (["poll"], ["feeds", "list"], ["run"]):
        assert status(command) == 2
        assert "time zones: Asia/Almaty is UTC+6 here, not +5: update tzdata" in capsys.readouterr().err


def secret(path: Path, value: str, mode: int = 0o400) -> str:
    path.write_text(value, encoding="utf-8")
    path.chmod(mode)
    return str(path)


def test_secrets_may_stand_in_files(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    key = ChatIdEncryption.new_key()
    environment.setenv("BOT_TOKEN_FILE", secret(tmp_path / "token", f"{TOKEN}\n"))
    environment.setenv("SUBSCRIBER_KEY_FILE", secret(tmp_path / "key", key))
    environment.setenv("DATABASE_URL_FILE", secret(tmp_path / "url", "postgresql://me:pw@localhost/alerts", 0o440))
    settings = config.for_service()
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.database() == "postgresql+psycopg://me:pw@localhost/alerts"
    assert key not in repr(settings)


@pytest.mark.parametrize(
    ("place", "value", "mode", "fault"),
    [
        ("token", "", 0o400, "is empty"),
        ("token", TOKEN, 0o404, "is open to everybody on this machine; it must have mode 0400 or 0440"),
        ("data/token", TOKEN, 0o400, "lies in DATA_DIR, and so in its copies; keep it elsewhere"),
        ("token", "x" * 5000, 0o400, "is too long for a secret"),
    ],
)
def test_a_file_that_gives_a_secret_away_is_refused(
    environment: pytest.MonkeyPatch, tmp_path: Path, place: str, value: str, mode: int, fault: str
) -> None:
    (tmp_path / "data").mkdir()
    file = secret(tmp_path / place, value, mode)
    environment.setenv("DATA_DIR", str(tmp_path / "data"))
    environment.setenv("SUBSCRIBER_KEY", ChatIdEncryption.new_key())
    environment.setenv("BOT_TOKEN_FILE", file)
    with pytest.raises(BadConfiguration) as caught:
        config.for_service()
    assert caught.value.faults == (f"BOT_TOKEN_FILE: {file} {fault}",)


def test_a_secret_is_given_once_and_its_file_must_be_there(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    assert faults_of(environment, BOT_TOKEN_FILE=str(gone)) == (f"BOT_TOKEN_FILE: {gone}: No such file or directory",)
    (fault,) = faults_of(environment, BOT_TOKEN=TOKEN)
    assert fault == "BOT_TOKEN_FILE: BOT_TOKEN is given too; one of them must go"


def test_a_bad_value_in_a_file_is_named_by_its_variable(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (fault,) = faults_of(environment, BOT_TOKEN_FILE=secret(tmp_path / "token", "nonsense"))
    assert fault.startswith("BOT_TOKEN: is not of the form")


def test_operators_are_the_editors_unless_named(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("ADMIN_IDS", "1,2")
    assert config.read().operators() == {1, 2}
    environment.setenv("OPERATOR_IDS", "3")
    assert config.read().operators() == {3}


def test_outlets_are_told_of_no_product(environment: pytest.MonkeyPatch) -> None:
    from bot.app import agent, outside

    assert "protest" not in agent(config.read()).lower()
    environment.setenv("CONTACT", "https://operator.example")
    environment.setenv("FEED_PROXY", "http://127.0.0.1:3128/")
    assert agent(config.read()).endswith(" https://operator.example")
    assert outside(config.read()).proxy == "http://127.0.0.1:3128"
