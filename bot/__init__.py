"""Protest-news alerts for Kazakhstan, in Telegram: a pipeline in layers (drawn in docs/architecture.md).

The pipeline; every arrow is a row in the database, so the process may stop anywhere and go on from there:

    feed -> entry -> article -> report -> event -> alert -> delivery
            ingest            understanding       delivery
                                        correction --^

The layers; each imports only those below (tests/rules/layers.toml has the one table of who may import whom):

    entry points  bot/__main__.py       `python -m bot`
                  bot/cli/              the commands
                  bot/demo/             everything on loopback: sample feeds, sample readers, simulated Telegram
                  bot/app.py            joins everything
                  bot/telegram_app.py   joins everything that speaks with Telegram
                  bot/record_export.py  joins what exports and pages are made with
                  bot/installation.py   what differs between the service, the demo and a test
                  bot/config.py         the environment, read once
                  bot/resources.py      bot/data made values
                  bot/gazetteer_file.py the places of bot/data
                  bot/names_file.py     its names
                  bot/codebook_file.py  what it says of the columns of exports
                  bot/dictionary_file.py where the Russian dictionary lies
                  bot/data_files.py     how files of bot/data are read
                  bot/search_words.py   what /search and plain messages are understood by
                  bot/secret_files.py   tokens and keys that lie in files
                  bot/logs.py           what the log says, and never says
                  bot/free_memory.py    freed memory goes back to the system
                  bot/systemd_notify.py what the service manager is told: ready, alive, stopping
                  bot/scheduler.py      what runs when
                  bot/web.py            health and metrics, for machines
                  handlers/             the conversation in Telegram
    services      bot/services/         one package a stage or audience
    capabilities  bot/reading/          article -> report, pure
                  bot/encoder/          a text -> its sentence vector, in a worker process
                  bot/store/            rows <-> values, one module a noun
                  bot/net/              feeds, pages and Telegram over HTTP
                  bot/wording/          values -> sentences in kk, ru, en
                  bot/record/           values -> exports, pages, maps
    domain        bot/domain/           nouns and decisions, pure
    beside        bot/simulator/        a Bot API server and feeds on loopback
    data          bot/data/             gazetteer, lexicon, numerals, names, feeds, the sample day
"""
