"""What was done: the audit for editors, the public change log of an event, and the notice that an editor looks at."""

from dataclasses import dataclass

from bot.domain.audit import AuditEntry
from bot.domain.clock import Clock
from bot.domain.staff import Member
from bot.services.editors.notices import Body
from bot.store.engine import Store
from bot.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Records:
    """The records of an installation."""

    store: Store
    clock: Clock

    async def newest(self, limit: int, event: int = 0, before: int = 0) -> tuple[AuditEntry, ...]:
        """The newest deeds, of one event if it is named."""
        return await self.store.read(lambda tx: tx.audit.newest(limit, event=event, before=before))

    async def keep(self, member: Member, body: Body) -> None:
        """An editor looks at a notice."""
        now = self.clock()
        await self.store.write(lambda tx: tx.drafts.save_notice(member.person, body.to_json(), now))

    async def taken(self, member: Member) -> Body | None:
        """The notice that an editor looked at, once."""

        def work(tx: Tx) -> Body | None:
            kept = tx.drafts.notice(member.person)
            if kept is not None:
                tx.drafts.drop(member.person)
            return Body.from_json(kept) if kept else None

        return await self.store.write(work)
