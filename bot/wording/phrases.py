"""Every figure as a whole phrase: what is counted and how it is meant, so that each language may inflect all of it.

Legal terms are exact and closed: detained, placed under administrative arrest, fined, charged, convicted.
"""

from collections.abc import Mapping

from bot.domain.codes import Field, Qualifier
from bot.wording.gettext_markers import Plural, gettext_noop, ngettext_noop

Phrases = Mapping[Qualifier, Plural]

PHRASES: Mapping[Field, Phrases] = {
    Field.PARTICIPANTS: {
        Qualifier.EXACT: ngettext_noop("%(n)s person took part", "%(n)s people took part"),
        Qualifier.APPROX: ngettext_noop("about %(n)s person took part", "about %(n)s people took part"),
        Qualifier.AT_LEAST: ngettext_noop("at least %(n)s person took part", "at least %(n)s people took part"),
        Qualifier.MORE_THAN: ngettext_noop("more than %(n)s person took part", "more than %(n)s people took part"),
        Qualifier.AT_MOST: ngettext_noop("up to %(n)s person took part", "up to %(n)s people took part"),
        Qualifier.RANGE: ngettext_noop("%(low)s–%(high)s person took part", "%(low)s–%(high)s people took part"),
    },
    Field.DETAINED: {
        Qualifier.EXACT: ngettext_noop("%(n)s person detained", "%(n)s people detained"),
        Qualifier.APPROX: ngettext_noop("about %(n)s person detained", "about %(n)s people detained"),
        Qualifier.AT_LEAST: ngettext_noop("at least %(n)s person detained", "at least %(n)s people detained"),
        Qualifier.MORE_THAN: ngettext_noop("more than %(n)s person detained", "more than %(n)s people detained"),
        Qualifier.AT_MOST: ngettext_noop("up to %(n)s person detained", "up to %(n)s people detained"),
        Qualifier.RANGE: ngettext_noop("%(low)s–%(high)s person detained", "%(low)s–%(high)s people detained"),
    },
    Field.RELEASED: {
        Qualifier.EXACT: ngettext_noop("%(n)s person released", "%(n)s people released"),
        Qualifier.APPROX: ngettext_noop("about %(n)s person released", "about %(n)s people released"),
        Qualifier.AT_LEAST: ngettext_noop("at least %(n)s person released", "at least %(n)s people released"),
        Qualifier.MORE_THAN: ngettext_noop("more than %(n)s person released", "more than %(n)s people released"),
        Qualifier.AT_MOST: ngettext_noop("up to %(n)s person released", "up to %(n)s people released"),
        Qualifier.RANGE: ngettext_noop("%(low)s–%(high)s person released", "%(low)s–%(high)s people released"),
    },
    Field.FINED: {
        Qualifier.EXACT: ngettext_noop("%(n)s person fined", "%(n)s people fined"),
        Qualifier.APPROX: ngettext_noop("about %(n)s person fined", "about %(n)s people fined"),
        Qualifier.AT_LEAST: ngettext_noop("at least %(n)s person fined", "at least %(n)s people fined"),
        Qualifier.MORE_THAN: ngettext_noop("more than %(n)s person fined", "more than %(n)s people fined"),
        Qualifier.AT_MOST: ngettext_noop("up to %(n)s person fined", "up to %(n)s people fined"),
        Qualifier.RANGE: ngettext_noop("%(low)s–%(high)s person fined", "%(low)s–%(high)s people fined"),
    },
    Field.ARRESTED_ADMIN: {
        Qualifier.EXACT: ngettext_noop(
            "%(n)s person placed under administrative arrest",
            "%(n)s people placed under administrative arrest",
        ),
        Qualifier.APPROX: ngettext_noop(
            "about %(n)s person placed under administrative arrest",
            "about %(n)s people placed under administrative arrest",
        ),
        Qualifier.AT_LEAST: ngettext_noop(
            "at least %(n)s person placed under administrative arrest",
            "at least %(n)s people placed under administrative arrest",
        ),
        Qualifier.MORE_THAN: ngettext_noop(
            "more than %(n)s person placed under administrative arrest",
            "more than %(n)s people placed under administrative arrest",
        ),
        Qualifier.AT_MOST: ngettext_noop(
            "up to %(n)s person placed under administrative arrest",
            "up to %(n)s people placed under administrative arrest",
        ),
        Qualifier.RANGE: ngettext_noop(
            "%(low)s–%(high)s person placed under administrative arrest",
            "%(low)s–%(high)s people placed under administrative arrest",
        ),
    },
    Field.CHARGED: {
        Qualifier.EXACT: ngettext_noop("%(n)s person charged", "%(n)s people charged"),
        Qualifier.APPROX: ngettext_noop("about %(n)s person charged", "about %(n)s people charged"),
        Qualifier.AT_LEAST: ngettext_noop("at least %(n)s person charged", "at least %(n)s people charged"),
        Qualifier.MORE_THAN: ngettext_noop("more than %(n)s person charged", "more than %(n)s people charged"),
        Qualifier.AT_MOST: ngettext_noop("up to %(n)s person charged", "up to %(n)s people charged"),
        Qualifier.RANGE: ngettext_noop("%(low)s–%(high)s person charged", "%(low)s–%(high)s people charged"),
    },
    Field.CONVICTED: {
        Qualifier.EXACT: ngettext_noop(
            "%(n)s person convicted (the verdict may not be final)",
            "%(n)s people convicted (the verdict may not be final)",
        ),
        Qualifier.APPROX: ngettext_noop(
            "about %(n)s person convicted (the verdict may not be final)",
            "about %(n)s people convicted (the verdict may not be final)",
        ),
        Qualifier.AT_LEAST: ngettext_noop(
            "at least %(n)s person convicted (the verdict may not be final)",
            "at least %(n)s people convicted (the verdict may not be final)",
        ),
        Qualifier.MORE_THAN: ngettext_noop(
            "more than %(n)s person convicted (the verdict may not be final)",
            "more than %(n)s people convicted (the verdict may not be final)",
        ),
        Qualifier.AT_MOST: ngettext_noop(
            "up to %(n)s person convicted (the verdict may not be final)",
            "up to %(n)s people convicted (the verdict may not be final)",
        ),
        Qualifier.RANGE: ngettext_noop(
            "%(low)s–%(high)s person convicted (the verdict may not be final)",
            "%(low)s–%(high)s people convicted (the verdict may not be final)",
        ),
    },
    Field.INJURED_PARTICIPANTS: {
        Qualifier.EXACT: ngettext_noop("%(n)s participant injured", "%(n)s participants injured"),
        Qualifier.APPROX: ngettext_noop("about %(n)s participant injured", "about %(n)s participants injured"),
        Qualifier.AT_LEAST: ngettext_noop("at least %(n)s participant injured", "at least %(n)s participants injured"),
        Qualifier.MORE_THAN: ngettext_noop(
            "more than %(n)s participant injured",
            "more than %(n)s participants injured",
        ),
        Qualifier.AT_MOST: ngettext_noop("up to %(n)s participant injured", "up to %(n)s participants injured"),
        Qualifier.RANGE: ngettext_noop("%(low)s–%(high)s participant injured", "%(low)s–%(high)s participants injured"),
    },
    Field.INJURED_POLICE: {
        Qualifier.EXACT: ngettext_noop("%(n)s police officer injured", "%(n)s police officers injured"),
        Qualifier.APPROX: ngettext_noop("about %(n)s police officer injured", "about %(n)s police officers injured"),
        Qualifier.AT_LEAST: ngettext_noop(
            "at least %(n)s police officer injured",
            "at least %(n)s police officers injured",
        ),
        Qualifier.MORE_THAN: ngettext_noop(
            "more than %(n)s police officer injured",
            "more than %(n)s police officers injured",
        ),
        Qualifier.AT_MOST: ngettext_noop("up to %(n)s police officer injured", "up to %(n)s police officers injured"),
        Qualifier.RANGE: ngettext_noop(
            "%(low)s–%(high)s police officer injured",
            "%(low)s–%(high)s police officers injured",
        ),
    },
    Field.INJURED_UNSPECIFIED: {
        Qualifier.EXACT: ngettext_noop("%(n)s person injured", "%(n)s people injured"),
        Qualifier.APPROX: ngettext_noop("about %(n)s person injured", "about %(n)s people injured"),
        Qualifier.AT_LEAST: ngettext_noop("at least %(n)s person injured", "at least %(n)s people injured"),
        Qualifier.MORE_THAN: ngettext_noop("more than %(n)s person injured", "more than %(n)s people injured"),
        Qualifier.AT_MOST: ngettext_noop("up to %(n)s person injured", "up to %(n)s people injured"),
        Qualifier.RANGE: ngettext_noop("%(low)s–%(high)s person injured", "%(low)s–%(high)s people injured"),
    },
    Field.KILLED_PARTICIPANTS: {
        Qualifier.EXACT: ngettext_noop("%(n)s participant killed", "%(n)s participants killed"),
        Qualifier.APPROX: ngettext_noop("about %(n)s participant killed", "about %(n)s participants killed"),
        Qualifier.AT_LEAST: ngettext_noop("at least %(n)s participant killed", "at least %(n)s participants killed"),
        Qualifier.MORE_THAN: ngettext_noop("more than %(n)s participant killed", "more than %(n)s participants killed"),
        Qualifier.AT_MOST: ngettext_noop("up to %(n)s participant killed", "up to %(n)s participants killed"),
        Qualifier.RANGE: ngettext_noop("%(low)s–%(high)s participant killed", "%(low)s–%(high)s participants killed"),
    },
    Field.KILLED_POLICE: {
        Qualifier.EXACT: ngettext_noop("%(n)s police officer killed", "%(n)s police officers killed"),
        Qualifier.APPROX: ngettext_noop("about %(n)s police officer killed", "about %(n)s police officers killed"),
        Qualifier.AT_LEAST: ngettext_noop(
            "at least %(n)s police officer killed",
            "at least %(n)s police officers killed",
        ),
        Qualifier.MORE_THAN: ngettext_noop(
            "more than %(n)s police officer killed",
            "more than %(n)s police officers killed",
        ),
        Qualifier.AT_MOST: ngettext_noop("up to %(n)s police officer killed", "up to %(n)s police officers killed"),
        Qualifier.RANGE: ngettext_noop(
            "%(low)s–%(high)s police officer killed",
            "%(low)s–%(high)s police officers killed",
        ),
    },
    Field.KILLED_UNSPECIFIED: {
        Qualifier.EXACT: ngettext_noop("%(n)s person killed", "%(n)s people killed"),
        Qualifier.APPROX: ngettext_noop("about %(n)s person killed", "about %(n)s people killed"),
        Qualifier.AT_LEAST: ngettext_noop("at least %(n)s person killed", "at least %(n)s people killed"),
        Qualifier.MORE_THAN: ngettext_noop("more than %(n)s person killed", "more than %(n)s people killed"),
        Qualifier.AT_MOST: ngettext_noop("up to %(n)s person killed", "up to %(n)s people killed"),
        Qualifier.RANGE: ngettext_noop("%(low)s–%(high)s person killed", "%(low)s–%(high)s people killed"),
    },
}

#: Where the line itself tells that people took part.
PEOPLE: Phrases = {
    Qualifier.EXACT: ngettext_noop("%(n)s person", "%(n)s people"),
    Qualifier.APPROX: ngettext_noop("about %(n)s person", "about %(n)s people"),
    Qualifier.AT_LEAST: ngettext_noop("at least %(n)s person", "at least %(n)s people"),
    Qualifier.MORE_THAN: ngettext_noop("more than %(n)s person", "more than %(n)s people"),
    Qualifier.AT_MOST: ngettext_noop("up to %(n)s person", "up to %(n)s people"),
    Qualifier.RANGE: ngettext_noop("%(low)s–%(high)s person", "%(low)s–%(high)s people"),
}

#: What is counted, as a heading; beside a vague count in its own words.
NAMES: Mapping[Field, str] = {
    Field.PARTICIPANTS: gettext_noop("participants"),
    Field.DETAINED: gettext_noop("detained"),
    Field.RELEASED: gettext_noop("released"),
    Field.FINED: gettext_noop("fined"),
    Field.ARRESTED_ADMIN: gettext_noop("under administrative arrest"),
    Field.CHARGED: gettext_noop("charged"),
    Field.CONVICTED: gettext_noop("convicted"),
    Field.INJURED_PARTICIPANTS: gettext_noop("injured participants"),
    Field.INJURED_POLICE: gettext_noop("injured police officers"),
    Field.INJURED_UNSPECIFIED: gettext_noop("injured"),
    Field.KILLED_PARTICIPANTS: gettext_noop("killed participants"),
    Field.KILLED_POLICE: gettext_noop("killed police officers"),
    Field.KILLED_UNSPECIFIED: gettext_noop("killed"),
}

#: The same without any figure.
UNNUMBERED: Mapping[Field, str] = {
    Field.PARTICIPANTS: gettext_noop("people took part"),
    Field.DETAINED: gettext_noop("people were detained"),
    Field.RELEASED: gettext_noop("people were released"),
    Field.FINED: gettext_noop("people were fined"),
    Field.ARRESTED_ADMIN: gettext_noop("people were placed under administrative arrest"),
    Field.CHARGED: gettext_noop("people were charged"),
    Field.CONVICTED: gettext_noop("people were convicted"),
    Field.INJURED_PARTICIPANTS: gettext_noop("participants were injured"),
    Field.INJURED_POLICE: gettext_noop("police officers were injured"),
    Field.INJURED_UNSPECIFIED: gettext_noop("people were injured"),
    Field.KILLED_PARTICIPANTS: gettext_noop("participants were killed"),
    Field.KILLED_POLICE: gettext_noop("police officers were killed"),
    Field.KILLED_UNSPECIFIED: gettext_noop("people were killed"),
}

#: A denial without any figure, by one and by several: Russian tells them apart.
DENIED: Mapping[Field, Plural] = {
    Field.PARTICIPANTS: ngettext_noop("denied that people took part", "denied that people took part"),
    Field.DETAINED: ngettext_noop("denied that people were detained", "denied that people were detained"),
    Field.RELEASED: ngettext_noop("denied that people were released", "denied that people were released"),
    Field.FINED: ngettext_noop("denied that people were fined", "denied that people were fined"),
    Field.ARRESTED_ADMIN: ngettext_noop(
        "denied that people were placed under administrative arrest",
        "denied that people were placed under administrative arrest",
    ),
    Field.CHARGED: ngettext_noop("denied that people were charged", "denied that people were charged"),
    Field.CONVICTED: ngettext_noop("denied that people were convicted", "denied that people were convicted"),
    Field.INJURED_PARTICIPANTS: ngettext_noop(
        "denied that participants were injured", "denied that participants were injured"
    ),
    Field.INJURED_POLICE: ngettext_noop(
        "denied that police officers were injured", "denied that police officers were injured"
    ),
    Field.INJURED_UNSPECIFIED: ngettext_noop("denied that people were injured", "denied that people were injured"),
    Field.KILLED_PARTICIPANTS: ngettext_noop(
        "denied that participants were killed", "denied that participants were killed"
    ),
    Field.KILLED_POLICE: ngettext_noop(
        "denied that police officers were killed", "denied that police officers were killed"
    ),
    Field.KILLED_UNSPECIFIED: ngettext_noop("denied that people were killed", "denied that people were killed"),
}
