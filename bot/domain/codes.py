"""The closed lists: every code that may stand in a report, an event or a delivery.

The values are a contract (JSON of `protest-alerts read`, exports, the database); they follow ACLED, PLOVER and GLOCON.
"""

from enum import StrEnum


class Lang(StrEnum):
    """A language a reader may choose."""

    KK = "kk"
    RU = "ru"
    EN = "en"


class ReportKind(StrEnum):
    """What an article is about, by GLOCON's rules; only an event report makes an event by itself."""

    EVENT_REPORT = "event_report"
    PLANNED_EVENT = "planned_event"
    PREVENTED_EVENT = "prevented_event"
    COURT_FOLLOWUP = "court_followup"
    HISTORICAL_MENTION = "historical_mention"
    FOREIGN_EVENT = "foreign_event"
    OPINION = "opinion"
    NOT_PROTEST = "not_protest"


class Action(StrEnum):
    """What people did."""

    GATHERING = "gathering"
    RALLY = "rally"
    MARCH = "march"
    PICKET = "picket"
    SINGLE_PERSON_PICKET = "single_person_picket"
    STRIKE = "strike"
    HUNGER_STRIKE = "hunger_strike"
    ROAD_BLOCK = "road_block"
    SIT_IN = "sit_in"
    CAMP = "camp"
    RIOT = "riot"
    SELF_IMMOLATION = "self_immolation"
    OTHER = "other"


class Response(StrEnum):
    """What the state did."""

    DISPERSAL = "dispersal"
    DETENTIONS = "detentions"
    FORCE = "force"
    FINES = "fines"
    ADMINISTRATIVE_ARRESTS = "administrative_arrests"
    CRIMINAL_CHARGES = "criminal_charges"
    NEGOTIATION = "negotiation"
    CONCESSION = "concession"
    PERMITTED = "permitted"
    DENIED_PERMISSION = "denied_permission"
    INTERNET_CUT = "internet_cut"


class Field(StrEnum):
    """What a claim counts: always people."""

    PARTICIPANTS = "participants"
    DETAINED = "detained"
    RELEASED = "released"
    FINED = "fined"
    ARRESTED_ADMIN = "arrested_admin"
    CHARGED = "charged"
    CONVICTED = "convicted"
    INJURED_PARTICIPANTS = "injured_participants"
    INJURED_POLICE = "injured_police"
    INJURED_UNSPECIFIED = "injured_unspecified"
    KILLED_PARTICIPANTS = "killed_participants"
    KILLED_POLICE = "killed_police"
    KILLED_UNSPECIFIED = "killed_unspecified"


class Qualifier(StrEnum):
    """How a figure is meant: at_least 20 is min 20 and no max; vague keeps its words and a min for sorting only."""

    EXACT = "exact"
    APPROX = "approx"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    RANGE = "range"
    VAGUE = "vague"


class Scope(StrEnum):
    """What a figure covers; figures of different scope are never compared and never added."""

    THIS_EVENT = "this_event"
    CITY_DAY = "city_day"
    CUMULATIVE = "cumulative"
    NATIONWIDE = "nationwide"


class ClaimantType(StrEnum):
    """Who says so, as a role; each role has a name in three languages."""

    POLICE_MVD = "police_mvd"
    AKIMAT = "akimat"
    PROSECUTOR = "prosecutor"
    COURT = "court"
    HEALTH_AUTHORITY = "health_authority"
    GOVERNMENT_OTHER = "government_other"
    EMPLOYER = "employer"
    ORGANISER = "organiser"
    PARTICIPANT_EYEWITNESS = "participant_eyewitness"
    RELATIVE_LAWYER = "relative_lawyer"
    NGO_MONITOR = "ngo_monitor"
    JOURNALIST_ON_SCENE = "journalist_on_scene"
    OUTLET = "outlet"
    ANONYMOUS_SOCIAL = "anonymous_social"


OFFICIAL = frozenset(
    {
        ClaimantType.POLICE_MVD,
        ClaimantType.AKIMAT,
        ClaimantType.PROSECUTOR,
        ClaimantType.COURT,
        ClaimantType.HEALTH_AUTHORITY,
        ClaimantType.GOVERNMENT_OTHER,
    }
)


class Stance(StrEnum):
    """Whether the claimant says it, says it is not so, or will not say."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DECLINES = "declines_to_comment"


class Issue(StrEnum):
    """What a protest is about."""

    LABOUR = "labour"
    POLITICAL = "political"
    ELECTIONS = "elections"
    JUSTICE = "justice"
    HOUSING = "housing"
    LAND = "land"
    PRICES_SERVICES = "prices_services"
    ENVIRONMENT = "environment"
    WOMEN = "women"
    FOREIGN_INFLUENCE = "foreign_influence"
    RELIGION = "religion"
    OTHER = "other"


class Status(StrEnum):
    """Whether the protest goes on."""

    ONGOING = "ongoing"
    ENDED = "ended"
    UNKNOWN = "unknown"


class DigestPace(StrEnum):
    """How often a subscriber wants to be told."""

    NOW = "now"
    HOURLY = "hourly"
    DAILY = "daily"


class Grave(StrEnum):
    """A claim or a deed at this event that is never told without an editor (bot/domain/grave.py)."""

    DEATHS = "deaths"
    FIREARM_INJURIES = "firearm_injuries"
    FIREARMS = "firearms"
    SELF_HARM = "self_harm"
    #: Detained or hurt.
    MINORS = "minors"
    #: Torture, and beating in custody.
    TORTURE = "torture"
    #: A call to come, at a time or to a place, addressed to readers.
    CALL = "call"
