"""Which other outlets an article names: it may have from them what it tells, so it is no source beside them."""

from bot.domain.names import NameKind, Names
from bot.reading.cues import Category
from bot.reading.scene import Scene


def cited(scene: Scene, names: Names, outlet: str) -> tuple[str, ...]:
    """Ids of the outlets of other owners that are named anywhere in an article of this outlet, in order."""
    named = (names.get(cue.tag[1]) for cue in scene.cues.of(Category.NAME, scene.sentences))
    outlets = dict.fromkeys(name.id for name in named if name and name.kind is NameKind.OUTLET)
    return tuple(one for one in outlets if names.group_of(one) != names.group_of(outlet))
