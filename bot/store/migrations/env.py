"""How alembic reaches the database: over a connection of `bot.store.migrate`, or by alembic.ini for developers."""

from alembic import context
from sqlalchemy import Connection

from bot.store.connect import migrator
from bot.store.tables import metadata


def run(connection: Connection) -> None:
    """Run the wanted versions in the transaction of the connection; SQLite's tables are altered by copying."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with migrator(context.config.get_main_option("sqlalchemy.url") or "").begin() as own:
        run(own)
