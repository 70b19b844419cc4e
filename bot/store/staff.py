"""Staff: owners and editors, each found by a keyed index; the chat itself lies sealed."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.domain.staff import Member, Role
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.schema import AnyRow
from bot.store.tables import meta, staff

#: Under which the editors' group is known, if there is one.
GROUP = "editors group"
_HERE = staff.c.removed_at.is_(None)


class StaffRepository:
    """The staff of a transaction."""

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    def sync(self, configured: dict[int, Role], now: datetime, group: int = 0) -> None:
        """Make the staff what the configuration says, without undoing what owners did to those whom it named before.

        `group` is the chat of the editors' group, kept as its keyed index.
        """
        self._connection.execute(delete(meta).where(meta.c.key == GROUP))
        if group:
            self._connection.execute(insert(meta).values(key=GROUP, value=self._encryption.editor(group)))
        named = {self._encryption.editor(person): (person, role) for person, role in configured.items()}
        known = {row.person: row for row in self._connection.execute(select(staff))}
        for index, (person, role) in named.items():
            row = known.get(index)
            if row is None or not row.configured:
                self._put(person, role, now, configured=True)
            elif row.removed_at is None and row.role is not role:
                self._set(row.id, role=role)
        for index, row in known.items():
            if row.configured and index not in named:
                self._set(row.id, configured=False, removed_at=row.removed_at or now)

    def put(self, person: int, role: Role, now: datetime) -> Member:
        """Somebody is of the staff from now on, in this role."""
        self._put(person, role, now)
        member = self.by_person(person)
        if member is None:
            raise LookupError("nobody was added")
        return member

    def remove(self, number: int, now: datetime) -> bool:
        """The member of this number is one no more; whether there was one."""
        gone = update(staff).where(staff.c.id == number, _HERE).values(removed_at=now, on_duty=False)
        return self._connection.execute(gone).rowcount == 1

    def duty(self, number: int, *, on: bool) -> None:
        """A member is on duty, or is not."""
        self._set(number, on_duty=on)

    def by_person(self, person: int) -> Member | None:
        """Somebody by the number of the private chat; none who is of the staff no more."""
        row = self._connection.execute(select(staff).where(_HERE, staff.c.person == self._encryption.editor(person)))
        found = row.one_or_none()
        return self._member(found) if found else None

    def by_number(self, number: int) -> Member | None:
        """A member by the number of the handle."""
        row = self._connection.execute(select(staff).where(_HERE, staff.c.id == number)).one_or_none()
        return self._member(row) if row else None

    def all(self) -> tuple[Member, ...]:
        """Everybody, in the order in which they came."""
        return tuple(self._member(row) for row in self._connection.execute(select(staff).where(_HERE).order_by("id")))

    def count(self) -> int:
        """How many there are."""
        return self._connection.scalar(select(func.count()).select_from(staff).where(_HERE)) or 0

    def _put(self, person: int, role: Role, now: datetime, *, configured: bool = False) -> None:
        index = self._encryption.editor(person)
        again = update(staff).where(staff.c.person == index)
        values = {"role": role, "removed_at": None, **({"configured": True} if configured else {})}
        if not self._connection.execute(again.values(values)).rowcount:
            row = {"person": index, "cipher": self._encryption.seal(person), "at": now, **values}
            self._connection.execute(insert(staff).values(row))

    def _set(self, number: int, **values: object) -> None:
        self._connection.execute(update(staff).where(staff.c.id == number).values(values))

    def _member(self, row: AnyRow) -> Member:
        return Member(row.id, row.role, self._encryption.open(row.cipher), row.on_duty)
