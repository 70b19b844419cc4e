"""article → report → event: read, assign to an event, assess again what waits; each in one transaction."""
