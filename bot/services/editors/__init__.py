"""The editors' desk: who may decide, holds, the queue, corrections on their way, what needs a second person."""
