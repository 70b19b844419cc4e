"""Drafts of corrections: one for each editor, known by the keyed index of the chat and never by its id."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.domain.correction import CorrectionField, CorrectionPart, Draft, Reason
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.connect import insert
from bot.store.tables import drafts


class DraftRepository:
    """The drafts of a transaction."""

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    def save(self, editor: int, draft: Draft, now: datetime) -> None:
        """Keep an editor's draft in the place of an older one."""
        self._keep(editor, draft_to_json(draft), now)

    def get(self, editor: int) -> Draft | None:
        """What an editor is composing."""
        wanted = select(drafts.c.body).where(drafts.c.editor_index == self._encryption.editor(editor))
        body = self._connection.execute(wanted).scalar_one_or_none()
        return draft_from_json(body) if body and not {"published", "notice"} & set(body) else None

    def save_notice(self, editor: int, notice: Mapping[str, Any], now: datetime) -> None:
        """Keep a notice that an editor looks at, in the place of a draft."""
        self._keep(editor, {"notice": dict(notice)}, now)

    def notice(self, editor: int) -> Mapping[str, Any] | None:
        """The notice that an editor looks at."""
        wanted = select(drafts.c.body).where(drafts.c.editor_index == self._encryption.editor(editor))
        body = self._connection.execute(wanted).scalar_one_or_none() or {}
        found: Mapping[str, Any] | None = body.get("notice")
        return found

    def publish(self, editor: int, draft: Draft, version: int, now: datetime) -> None:
        """The draft has become this version: nothing is left of it but its mark, until the editor begins another."""
        self._keep(editor, {"event": draft.event, "mark": draft.mark, "published": version}, now)

    def published(self, editor: int, event: int, mark: str) -> int | None:
        """The version that the editor's last draft became, if it had this mark."""
        wanted = select(drafts.c.body).where(drafts.c.editor_index == self._encryption.editor(editor))
        body = self._connection.execute(wanted).scalar_one_or_none() or {}
        return body.get("published") if (body.get("event"), body.get("mark")) == (event, mark) else None

    def touched(self, editor: int) -> datetime | None:
        """When an editor last went on with a draft; none without one."""
        wanted = select(drafts.c.at).where(drafts.c.editor_index == self._encryption.editor(editor))
        at: datetime | None = self._connection.scalar(wanted)
        return at

    def drop(self, editor: int) -> None:
        """Forget an editor's draft."""
        self._connection.execute(delete(drafts).where(drafts.c.editor_index == self._encryption.editor(editor)))

    def purge(self, before: datetime) -> int:
        """Forget what was left before a moment, and what then became of drafts; answers how many."""
        return self._connection.execute(delete(drafts).where(drafts.c.at < before)).rowcount

    def _keep(self, editor: int, body: dict[str, Any], now: datetime) -> None:
        fresh = {"body": body, "at": now}
        row = insert(self._connection, drafts).values(editor_index=self._encryption.editor(editor), **fresh)
        self._connection.execute(row.on_conflict_do_update(index_elements=["editor_index"], set_=fresh))


def draft_to_json(draft: Draft) -> dict[str, Any]:
    """A draft as it lies in the database."""
    return {
        "event": draft.event,
        "base": draft.base,
        "field": draft.field and draft.field.value,
        "claim": draft.claim,
        "value": draft.value,
        "reason": draft.reason and draft.reason.value,
        "parts": [[part.field.value, part.claim, part.value] for part in draft.parts],
        "note": draft.note,
        "note_lang": draft.note_lang,
        "noting": draft.noting,
    }


def draft_from_json(body: Mapping[str, Any]) -> Draft:
    """The draft that `draft_to_json` wrote."""
    return Draft(
        event=body["event"],
        base=body["base"],
        field=CorrectionField(body["field"]) if body["field"] else None,
        claim=body["claim"],
        value=body["value"],
        reason=Reason(body["reason"]) if body["reason"] else None,
        parts=tuple(
            CorrectionPart(CorrectionField(field), claim, value) for field, claim, value in body.get("parts", ())
        ),
        note=body.get("note", ""),
        note_lang=body.get("note_lang", ""),
        noting=body.get("noting", False),
    )
