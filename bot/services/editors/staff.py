"""Who may decide: owners and editors from the configuration, and those whom an owner adds; asked at every question.

    the configuration ─► owners and editors
    /admin add, /admin remove (owners; the command line) ─► more of them, or fewer
    /resign ─► one fewer

Nothing is kept in memory: a role that was taken away is gone with the next tap, whatever stands under old messages.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.domain.audit import AuditEntry, Deed
from bot.domain.clock import Clock
from bot.domain.errors import LastOwner, NotUnderstood
from bot.domain.request import Request
from bot.domain.staff import Member, Role
from bot.store.engine import Store
from bot.store.transaction import Tx

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Configured:
    """Whom the configuration names, and the group in which editors are asked; 0 for none: each in private."""

    roles: dict[int, Role] = field(default_factory=dict)
    group: int = 0


@dataclass(frozen=True, slots=True)
class Staff:
    """The staff of an installation."""

    store: Store
    clock: Clock
    configured: Configured = field(default_factory=Configured)

    async def sync(self) -> None:
        """Bring the staff to what the configuration says."""
        now = self.clock()
        await self.store.write(lambda tx: tx.staff.sync(self.configured.roles, now, self.configured.group))

    async def who(self, ask: Request) -> Member | None:
        """The member who asks, in private or in the editors' group; none elsewhere, and nobody speaks for a group."""
        if not ask.private and (not self.configured.group or ask.chat_id != self.configured.group):
            return None
        return await self.member(person_of(ask))

    async def member(self, person: int) -> Member | None:
        """The member whose private chat has this number."""
        return await self.store.read(lambda tx: tx.staff.by_person(person))

    async def all(self) -> tuple[Member, ...]:
        """Everybody."""
        return await self.store.read(lambda tx: tx.staff.all())

    async def chats(self) -> frozenset[int]:
        """Where editors are asked: their group if there is one, else each in private."""
        return await self.store.read(self.chats_now)

    def chats_now(self, tx: Tx) -> frozenset[int]:
        """The same in a transaction."""
        members = tx.staff.all()
        if self.configured.group and members:
            return frozenset({self.configured.group})
        return frozenset(member.person for member in members)

    async def audit(self, limit: int, event: int = 0, before: int = 0) -> tuple[AuditEntry, ...]:
        """The newest deeds, of one event if it is named, that came before the entry of this number."""
        return await self.store.read(lambda tx: tx.audit.newest(limit, event=event, before=before))

    async def listeners(self) -> frozenset[int]:
        """Whose plain words may matter: they may be the value of a correction."""
        return frozenset(member.person for member in await self.all())

    def first_asked(self, tx: Tx) -> frozenset[int]:
        """Who is notified at once: those on duty, or everybody when nobody is."""
        if self.configured.group:
            return self.chats_now(tx)
        members = tx.staff.all()
        return frozenset(one.person for one in members if one.on_duty) or frozenset(one.person for one in members)

    async def add(self, actor: Member | str, person: int, role: Role) -> Member:
        """Somebody is of the staff from now on."""
        if not 0 < person < 2**52:
            raise NotUnderstood(str(person)[:20])

        def work(tx: Tx, now: datetime) -> Member:
            member = tx.staff.put(person, role, now)
            tx.audit.add(AuditEntry(Deed.ROLE_GIVEN, handle(actor), subject=member.handle), now)
            return member

        return await self._do(work)

    async def remove(self, actor: Member | str, number: int) -> Member:
        """The member of this number may decide nothing more; LastOwner when nobody could choose any more."""

        def work(tx: Tx, now: datetime) -> Member:
            member = tx.staff.by_number(number)
            if member is None:
                raise NotUnderstood(str(number))
            self._drop(tx, member, now)
            tx.audit.add(AuditEntry(Deed.ROLE_TAKEN, handle(actor), subject=member.handle), now)
            return member

        return await self._do(work)

    async def resign(self, member: Member) -> tuple[tuple[int, int], ...]:
        """A member drops the own role; answers chat and message of the questions that stand in the chat."""

        def work(tx: Tx, now: datetime) -> tuple[tuple[int, int], ...]:
            messages = tx.editor_messages.of_chat(member.person)
            tx.editor_messages.forget(member.person)
            tx.drafts.drop(member.person)
            tx.staff.remove(member.number, now)
            tx.audit.add(AuditEntry(Deed.RESIGNED, member.handle), now)
            return tuple((member.person, message) for message in messages)

        return await self._do(work)

    async def duty(self, member: Member, *, on: bool) -> tuple[Member, ...]:
        """A member is on duty or is not; answers who is."""

        def work(tx: Tx, _now: datetime) -> tuple[Member, ...]:
            tx.staff.duty(member.number, on=on)
            return tuple(one for one in tx.staff.all() if one.on_duty)

        return await self._do(work)

    def _drop(self, tx: Tx, member: Member, now: datetime) -> None:
        owners = [one for one in tx.staff.all() if one.role is Role.OWNER]
        if member.role is Role.OWNER and len(owners) == 1:
            raise LastOwner
        tx.staff.remove(member.number, now)
        tx.drafts.drop(member.person)

    async def _do(self, work: Callable[[Tx, datetime], T]) -> T:
        now = self.clock()
        return await self.store.write(lambda tx: work(tx, now), urgent=True)


def person_of(ask: Request) -> int:
    """Who asks: in private the chat is the person."""
    return ask.chat_id if ask.private else ask.asker


def handle(actor: Member | str) -> str:
    """By what the audit names whoever acts."""
    return actor if isinstance(actor, str) else actor.handle
