"""The stages of the pipeline and what each audience may do, one package each; each module reads top to bottom.

ingest         feed -> article: poll feeds, fetch pages, watch how feeds answer
understanding  article -> report -> event: read, assign to an event, assess again what waits
events         what is written of an event, and what editors decide about it
delivery       alert -> delivery: expand into acts, word them, send them at the allowed pace
editors        the queue, questions to editors, corrections, approvals, holds, notices, channels
readers        updates kept and answered, queries, maps, erasure on request, the sweep of what is over
record         exports and the site of plain files
operations     metrics, troubles that operators are told of, changes of the clock

Which of them may import which stands in tests/rules/layers.toml.
"""
