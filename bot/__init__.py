"""Protest-news alerts for Kazakhstan, in Telegram: a river through a house.

The river; every arrow is a row in the database, so the process may stop anywhere and the water flows on:

    feed ─► entry ─► article ─► report ─► event ─► alert ─► delivery
            collect            understand                  deliver
                                        correction ──┘

The house; a floor knows only the floors below, siblings on one floor never meet:

    roof      bot/cli.py        the commands
              bot/cli_events.py the commands about events
              bot/cli_feeds.py  the commands about feeds
              bot/__main__.py   the same as `python -m bot`
              bot/demo/         the house on loopback: clock folder narrate panel play readers script
              bot/check.py      what is wrong with this installation
              bot/feeds.py      the feeds as an operator sees them
              bot/offline.py    read and replay, nothing stored
              bot/editing_events.py  the editors' queue and decisions from the command line
              bot/app.py        joins everything
              bot/post.py       joins everything that speaks with Telegram
              bot/ground.py     what it stands on
              bot/config.py     the environment, read once
              bot/lines.py      articles as JSON lines
              bot/logs.py       what the log says, and never says
              bot/knowledge.py  bot/data made values
              bot/vocabulary.py  what /search understands
    doors     handlers/         Telegram's conversation: application ask commands conversation
                                editors reception taps
              bot/schedule.py   time
              bot/web.py        health and metrics, for machines
    floor 3   bot/services/     verbs: batch channels close collect compose correct deliver desk doubt expand forget
                                gather health inbox means pages placing publish rearrange replay reply review
                                seconding understand vitals voices withdraw
    floor 2   bot/reading/      article -> report, pure: abroad bounds casualties claimants claims correspondents
                                counts cues dates demands denials explain facts figures finder fingerprint hours
                                kind language latin morphology nouns numbers numerals pairs passage phrases
                                placenames places reader responses rivals roles scene setting skeletons text venues
                                vetoes voices when where words
              bot/store/        rows <-> values, one module a noun: alerts article_rows articles columns connect
                                deferred deliveries delivery_rows doubts drafts engine event_rows event_tables events
                                facts_json feeds fingerprints inbox meta migrate nearby outbox outbox_statements pace
                                reports reviews schema search signs stops subscribers tables transaction vault views
                                writer
              bot/net/          the outside: discover encoding fetch guard headers jsonfeed manners moments page parse
                                plain robots sitemap tame telegram transport unpack wellformed written
              bot/wording/      values -> sentences in kk, ru, en: alerts catalogs claims conversation corrections
                                days digest editing extract happened health layout lists marks menu phrases presence
                                sources tongue where who why wording
    floor 1   bot/domain/       nouns and decisions, pure: alert article ask clock codes correction delivery doubt
                                errors event evidence feed figures fingerprint hosts links matching merging message
                                names pace place polling report review search subscriber
    beside    bot/simulator/    a Bot API server and feeds on loopback: alone answers asked chats controls entities
                                envelope fault_orders faults feed_markup feeds figures given groups guard html_markup
                                inline limits markup membership messages methods page parameters people polling profile
                                record refusals scripting sending server simulator snapshot state strict taps telegram
                                text topics updates view webhook wire
    data      bot/data/         gazetteer, lexicon, numerals, names, feeds, the sample day
"""
