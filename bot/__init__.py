"""Protest-news alerts for Kazakhstan, in Telegram: a river through a house.

The river; every arrow is a row in the database, so the process may stop anywhere and the water flows on:

    feed ─► entry ─► article ─► report ─► event ─► alert ─► delivery
            collect            understand                  deliver
                                        correction ──┘

The house; a floor knows only the floors below, siblings on one floor never meet:

    roof      bot/cli.py        the commands
              bot/__main__.py   the same as `python -m bot`
              bot/demo/         the house on loopback: clock narrate panel play readers script snapshots
              bot/check.py      what is wrong with this installation
              bot/offline.py    read and replay, nothing stored
              bot/app.py        joins everything
              bot/config.py     the environment, read once
              bot/lines.py      articles as JSON lines
              bot/knowledge.py  bot/data made values
    doors     handlers/         Telegram's conversation: application ask commands editors register taps
              bot/schedule.py   time
    floor 3   bot/services/     verbs: collect compose correct deliver desk replay understand
    floor 2   bot/reading/      article -> report, pure: claimants claims cues dates facts finder kind language
                                morphology numbers numerals phrases placenames places reader scene text where words
              bot/store/        rows <-> values, one module a noun: alerts articles columns connect deliveries drafts
                                engine events facts_json feeds meta migrate pace reports subscribers tables transaction
                                vault
              bot/net/          the outside: fetch parse plain telegram
              bot/wording/      values -> sentences in kk, ru, en: alerts catalogs claims conversation corrections days
                                editing extract happened layout lists marks menu phrases sources tongue where who
                                wording
    floor 1   bot/domain/       nouns and decisions, pure: alert article clock codes correction delivery errors event
                                feed matching merging message names place report subscriber
    beside    bot/simulator/    a Bot API server and feeds on loopback: asked chats controls envelope faults
                                feed_markup feeds figures guard markup messages methods page parameters people polling
                                profile record refusals server simulator snapshot state taps telegram text updates view
                                wire
    data      bot/data/         gazetteer, lexicon, numerals, names, feeds, the sample day
"""
