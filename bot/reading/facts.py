"""Scene → what happened: action, responses, status, organisers, issue (codes of bot/domain/codes.py).

How an export names the codes elsewhere:

- ACLED (sub-event types): gathering, rally, march, picket, strike, hunger_strike, sit_in, camp and road_block are
  Peaceful protest; with dispersal or detentions Protest with intervention; with force Excessive force against
  protesters; riot is Violent demonstration. A single_person_picket, and a strike without a crowd, are below ACLED's
  three people: left out. self_immolation has no code there.
- PLOVER (modes of PROTEST): gathering, rally, march and picket are demonstrate; strike is strike, hunger_strike is
  hunger; road_block, sit_in and camp are obstruct; riot is riot. Of the state: dispersal, detentions, fines,
  internet_cut, administrative_arrests and criminal_charges are COERCE, force is ASSAULT, negotiation CONSULT,
  concession and permitted YIELD, denied_permission REJECT.
- CCC (types of action): gathering, rally, march, strike, riot and sit_in by the same words; picket and
  single_person_picket are picket, hunger_strike hunger strike, road_block blockade, camp encampment;
  self_immolation and other are other. Its arrests are our detained; injuries are split as ours are.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from bot.domain.codes import Action, Issue, Lang, Status
from bot.domain.names import NameKind, Names
from bot.reading.cues import Category, Cue
from bot.reading.demands import ISSUE_OF
from bot.reading.predicates import UNHELD, State
from bot.reading.scene import Scene
from bot.reading.words import Strength

#: Concepts, the most telling first: a strike with a crowd is a strike.
_ACTIONS = {
    "immolation": Action.SELF_IMMOLATION,
    "hunger": Action.HUNGER_STRIKE,
    "fasting": Action.HUNGER_STRIKE,
    "strike": Action.STRIKE,
    "withheld": Action.STRIKE,
    "underground": Action.STRIKE,
    "storm": Action.RIOT,
    "roadblock": Action.ROAD_BLOCK,
    "rails": Action.ROAD_BLOCK,
    "tyres": Action.ROAD_BLOCK,
    "camp": Action.SIT_IN,
    "march": Action.MARCH,
    "picket": Action.PICKET,
    "rally": Action.RALLY,
    "signs": Action.PICKET,
    "riot": Action.RIOT,
    "protest": Action.GATHERING,
    "token": Action.GATHERING,
    "crowd": Action.GATHERING,
    "obstruct": Action.GATHERING,
}
#: What only says who somebody is: «в поддержку бастующих»; another deed, if one is told, is the action.
_OF_OTHERS = frozenset({State.OF_PEOPLE, State.REFERRED})
#: In English a protest is mostly a rally; in Kazakh and Russian the word says no form.
_PROTEST = {Lang.EN: Action.RALLY}


def news(scene: Scene, start: date | None = None) -> tuple[int, ...]:
    """Sentences that are not background, nor of days before the event."""
    return tuple(s for s in scene.sentences if not scene.is_background(s) and not scene.is_before(s, start))


def action(scene: Scene) -> Action:
    """What people did: the title says it, else the lead, else the whole text."""
    leading, below = (scene.title, scene.head), (news(scene), scene.sentences)
    found = [_action_in(scene, pool, denied=False) for pool in leading]
    told = [act for act in found if act] or [
        act
        for denied in (False, True)
        for pool in (*leading, *below)
        if (act := _action_in(scene, pool, denied=denied))
    ][:1]
    plain: Action = next(iter(told), Action.OTHER)
    named: Action = next((act for act in told if act != Action.GATHERING), plain)
    if named is Action.GATHERING and "protest" in scene.cues.ids(Category.CONCEPT, *scene.head):
        return _PROTEST.get(scene.lang, named)
    return named


def _action_in(scene: Scene, sentences: Iterable[int], *, denied: bool) -> Action | None:
    chosen = tuple(sentences)
    told = [cue for s in chosen for cue in scene.cues.actions(s, Strength.S, Strength.M)]
    told = [cue for cue in told if not any(_is_inside(cue, other) for other in told)]
    of_people = [cue for cue in told if _state(scene, cue) is not State.BY_POLICE]
    cues = [cue for cue in of_people if _state(scene, cue) not in _OF_OTHERS] or of_people
    counted = Counter(cue.tag[1] for cue in cues if denied or not _is_unheld(scene, cue))
    if counted["camp"] and all(_on_square(scene, cue) for cue in cues if cue.tag[1] == "camp"):
        del counted["camp"]
        counted["crowd"] += 1
    named = [concept for concept in _ACTIONS if counted[concept]]
    if not named:
        return Action.GATHERING if told and not of_people else None
    best = named[0]
    if best == "obstruct" and scene.cues.marked("traffic", *chosen):
        return Action.ROAD_BLOCK
    if best == "picket" and scene.cues.marked("solo", *scene.sentences):
        return Action.SINGLE_PERSON_PICKET
    if best == "camp":
        return Action.CAMP if scene.cues.marked("tent", *chosen, *scene.head) else Action.SIT_IN
    return _ACTIONS[best]


def _is_inside(cue: Cue, other: Cue) -> bool:
    """A "sit-down strike" is a sit-in and no strike."""
    within = other.first <= cue.first and cue.last <= other.last
    return within and (cue.tag[1], other.tag[1]) == ("strike", "camp")


def _is_unheld(scene: Scene, cue: Cue) -> bool:
    """What its clause denies, announces or only tries is not what people did: «пригрозили голодовкой»."""
    state = _state(scene, cue)
    return scene.is_denied(cue) or state in UNHELD or state is State.TRIED


def _state(scene: Scene, cue: Cue) -> State | None:
    frames = scene.deeds.get(scene.text.sentence[cue.first], ())
    return next((frame.state for frame in frames if (frame.first, frame.last) == (cue.first, cue.last)), None)


def _on_square(scene: Scene, cue: Cue) -> bool:
    """Who stays on a square rallies there; who stays in a building sits in."""
    return scene.grammar["square"].any_of(scene.text.words[cue.first : cue.last + 1])


def status(scene: Scene) -> Status:
    """Whether it goes on, as far as the text says."""
    chosen = news(scene)
    if scene.cues.marked("ongoing", *scene.head):
        return Status.ONGOING
    if scene.cues.marked("ended", *chosen):
        return Status.ENDED
    return Status.ONGOING if scene.cues.marked("ongoing", *chosen) else Status.UNKNOWN


def organisers(scene: Scene, names: Names) -> tuple[str, ...]:
    """Organisations named outside background, in order; who called it stands, whatever year it was banned in."""
    called = (s for s in scene.sentences if scene.cues.marked("planned", s) and not scene.is_abroad(s))
    found = (cue.tag[1] for cue in scene.cues.of(Category.NAME, dict.fromkeys((*news(scene), *called))))
    return tuple(dict.fromkeys(n for n in found if _is(names, n, NameKind.ORGANISATION)))


def issue(scene: Scene, asked: tuple[str, ...], organised_by: tuple[str, ...], act: Action) -> Issue:
    """What it is about: a strike is labour, movements are political, demands tell, else the most words."""
    if "elections" in scene.cues.ids(Category.ISSUE, *scene.title):
        return Issue.ELECTIONS
    if act is Action.STRIKE:
        return Issue.LABOUR
    if organised_by and not any(o.endswith("union") for o in organised_by):
        return Issue.WOMEN if "womens_rights" in asked else Issue.POLITICAL
    told = [ISSUE_OF[demand] for demand in asked if demand in ISSUE_OF and (demand != "benefits" or len(asked) == 1)]
    if Issue.WOMEN in told:
        return Issue.WOMEN
    if told:
        return Counter(told).most_common(1)[0][0]
    weighed: Counter[str] = Counter()
    for s in news(scene):
        for name in sorted(scene.cues.ids(Category.ISSUE, s)):  # of issues told alike the same one in every process
            weighed[name] += 3 if s in scene.title else 1
    return Issue(weighed.most_common(1)[0][0]) if weighed else Issue.OTHER


def _is(names: Names, name_id: str, kind: NameKind) -> bool:
    name = names.get(name_id)
    return name is not None and name.kind is kind
