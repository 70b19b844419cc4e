"""Command menus, name and descriptions by language (limits of the Bot API)."""

import pytest

from bot.simulator import Simulator

from .conftest import READER
from .driving import Api


def menu(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"{name}!"} for name in names]


async def test_a_menu_belongs_to_a_scope_and_a_language(api: Api) -> None:
    await api.call("setMyCommands", commands=menu("start"))
    await api.call("setMyCommands", commands=menu("latest"), language_code="kk")
    await api.call("setMyCommands", commands=menu("correct"), scope={"type": "chat", "chat_id": READER})
    assert (await api.call("getMyCommands")).result == menu("start")
    assert (await api.call("getMyCommands", language_code="kk")).result == menu("latest")
    assert (await api.call("getMyCommands", scope={"type": "chat", "chat_id": READER})).result == menu("correct")
    assert (await api.call("getMyCommands", scope={"type": "all_private_chats"})).result == []


async def test_a_reader_sees_the_narrowest_menu_his_language_first(api: Api, simulator: Simulator) -> None:
    simulator.people.join(8, "Russian reader", language_code="ru")
    steps: list[tuple[dict[str, object], list[str]]] = [
        ({}, ["start"]),
        ({"language_code": "kk"}, ["latest"]),
        ({"scope": {"type": "all_private_chats"}}, ["help"]),
        ({"scope": {"type": "chat", "chat_id": READER}}, ["correct"]),
    ]
    for place, names in steps:
        await api.call("setMyCommands", commands=menu(*names), **place)
        assert [command.name for command in simulator.people.menu(READER)] == names
    assert [command.name for command in simulator.people.menu(8)] == ["help"]


async def test_a_deleted_menu_gives_way_to_the_wider_one(api: Api, simulator: Simulator) -> None:
    await api.call("setMyCommands", commands=menu("start"))
    await api.call("setMyCommands", commands=menu("latest"), language_code="kk")
    await api.call("deleteMyCommands", language_code="kk")
    assert [command.name for command in simulator.people.menu(READER)] == ["start"]


@pytest.mark.parametrize(
    "commands",
    [
        menu("Start"),
        menu("бастау"),
        menu("a" * 33),
        menu(""),
        [{"command": "start", "description": ""}],
        [{"command": "start", "description": "x" * 257}],
        [{"command": "start"}],
        ["start"],
        menu(*(f"c{number}" for number in range(101))),
    ],
)
async def test_a_menu_beyond_the_limits_is_refused(api: Api, commands: list[object]) -> None:
    assert (await api.call("setMyCommands", commands=commands)).status == 400


async def test_a_menu_at_the_limits_is_taken(api: Api) -> None:
    commands = [{"command": f"{number:032}", "description": "x" * 256} for number in range(100)]
    assert (await api.call("setMyCommands", commands=commands)).result is True


@pytest.mark.parametrize("scope", [{"type": "chat"}, {"type": "everyone"}, {}, {"type": "chat_member", "chat_id": 1}])
async def test_a_scope_that_is_none_is_refused(api: Api, scope: dict[str, object]) -> None:
    _, description = (await api.call("setMyCommands", commands=menu("start"), scope=scope)).refusal
    assert description.startswith("Bad Request: can't parse BotCommandScope: ")


@pytest.mark.parametrize("code", ["kaz", "KK", "қк", "k"])
async def test_a_language_has_two_letters(api: Api, code: str) -> None:
    assert (await api.call("setMyName", name="x", language_code=code)).status == 400


@pytest.mark.parametrize(
    ("method", "part", "longest"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_each_text_of_the_profile_has_its_length_and_languages(
    api: Api, simulator: Simulator, method: str, part: str, longest: int
) -> None:
    assert (await api.call(method, **{part: "x" * longest})).result is True
    assert (await api.call(method, **{part: "x" * (longest + 1)})).status == 400
    await api.call(method, language_code="kk", **{part: "қазақша"})
    assert simulator.people.profile_text(part, "kk") == "қазақша"
    assert simulator.people.profile_text(part, "ru") == "x" * longest


async def test_the_bot_bears_the_name_that_was_set(api: Api) -> None:
    await api.call("setMyName", name="Наразылық хабарлары")
    assert (await api.call("getMe")).result["first_name"] == "Наразылық хабарлары"
