"""Protest-news alerts for Kazakhstan, in Telegram: a pipeline in layers.

The pipeline; every arrow is a row in the database, so the process may stop anywhere and go on from there:

    feed -> entry -> article -> report -> event -> alert -> delivery
            collect            understand                 deliver
                                        correction --^

The layers; each imports only those below, and packages of one layer never import each other:

    entry points  bot/cli/main.py, bot/cli/events.py, bot/cli/feeds.py, bot/cli/record.py   the commands
                  bot/__main__.py   the same as `python -m bot`
                  bot/demo/         everything on loopback: sample feeds, sample readers, simulated Telegram
                  bot/cli/check.py      what is wrong with this installation
                  bot/cli/feed_admin.py      the feeds as an operator sees them
                  bot/record_export.py  the record as an operator asks for it: exports, pages
                  bot/cli/offline.py    read and replay, nothing stored
                  bot/cli/event_editing.py  the editors' queue and decisions from the command line
                  bot/app.py        joins everything
                  bot/telegram_app.py       joins everything that speaks with Telegram
                  bot/installation.py     what the application stands on: store, feeds, clocks, rules
                  bot/config.py     the environment, read once
                  bot/cli/article_lines.py      articles as JSON lines
                  bot/logs.py       what the log says, and never says
                  bot/resources.py  bot/data made values
                  bot/search_words.py  what /search understands
                  handlers/         Telegram's conversation
                  bot/scheduler.py   what runs when
                  bot/web.py        health and metrics, for machines
    services      bot/services/     one module a stage or a task
    capabilities  bot/reading/      article -> report, pure
                  bot/encoder/      a text -> its sentence vector, in a worker process
                  bot/store/        rows <-> values, one module a noun
                  bot/net/          feeds, pages and Telegram over HTTP
                  bot/wording/      values -> sentences in kk, ru, en
                  bot/record/       values -> exports, pages, maps
    domain        bot/domain/       nouns and decisions, pure
    beside        bot/simulator/    a Bot API server and feeds on loopback
    data          bot/data/         gazetteer, lexicon, numerals, names, feeds, the sample day
"""
