"""The dictionary that lies in its files says what the one in memory says, and is no part of the process' memory."""

from bot.dictionary_file import lay_in_files
from bot.reading.russian import RussianDictionary

WORDS = ("голодающих", "задержанные", "бастовать", "митингующими", "штормило", "акимат", "перекрывшие", "нешто", "ғой")


def test_the_dictionary_in_its_files_reads_the_same() -> None:
    known, laid = RussianDictionary(), RussianDictionary()
    lay_in_files(laid.analyser)
    lay_in_files(laid.analyser)  # a second time changes nothing
    found = laid.analyser.dictionary
    automata = (found.words, *found.prediction_suffixes_dawgs, laid.analyser.prob_estimator.p_t_given_w)
    assert all(isinstance(one.dct._units, memoryview) for one in automata)
    assert [laid.readings(word) for word in WORDS] == [known.readings(word) for word in WORDS]


def test_what_is_laid_out_in_another_way_stays_as_it_is() -> None:
    laid = RussianDictionary()
    words = laid.analyser.dictionary.words.dct
    words._units[5] += 1
    lay_in_files(laid.analyser)
    assert not isinstance(words._units, memoryview)
