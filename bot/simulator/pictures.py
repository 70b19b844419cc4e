"""Pictures that were uploaded: the newest few, so that the chat page can show them."""

from collections import OrderedDict
from hashlib import sha256

MOST = 64
LONGEST = 10 * 1024 * 1024
"""Bytes: as large as the Bot API takes a photo."""


class Pictures:
    """Uploaded files by the number that the simulator gives them."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def keep(self, content: bytes) -> str:
        """Remember a file; answers the name that stands for it in a call."""
        name = f"attach://{sha256(content).hexdigest()}"
        if len(content) <= LONGEST:
            self._kept[number_of(name)] = content
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return name

    def get(self, file_id: str) -> bytes | None:
        """The file of a number, if it is still kept."""
        return self._kept.get(file_id)


def number_of(name: str) -> str:
    """The number that a file gets by the name that stands for it."""
    return f"photo-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()}"
