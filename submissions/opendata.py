"""The open data: which lists there are, what may be asked of each, and what its rows say; and those of one
institution alone, which ask for its key (docs/keys.md).

One table serves two readers: views answer by it, and `describe` makes of it the description at `/api/v1/openapi.json`, so that
the two cannot part. Only what was announced is in any open list; a list holds nothing before its hour.
"""

from dataclasses import dataclass
from typing import Any

from submissions.states import ProposalState

VERSION = "1"
MOST_PER_PAGE = 200
PER_PAGE = 50

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
PERHAPS_NUMBER = {"type": ["integer", "null"]}
INSTANT = {"type": "string", "format": "date-time"}
ADDRESS = {"type": "string", "format": "uri"}
KIND = {"type": "string", "enum": ["MINISTRY", "AGENCY", "PROVINCE", "REGENCY", "CITY", "BUMN", "BUMD"]}


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a row, or one that may be asked: its name, its JSON schema, and a sentence about it."""

    name: str
    schema: dict[str, Any]
    about: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its address below `/api/v1/`, what it is, what may be asked of it, and what each row says, in order."""

    path: str
    about: str
    asks: tuple[Field, ...]
    fields: tuple[Field, ...]
    # What a key must be made for; empty where no key is asked.
    scope: str = ""

    @property
    def name(self) -> str:
        """Its name where a slash cannot stand."""
        return self.path.replace("/", "_")

    def columns(self) -> tuple[str, ...]:
        """Return the names of a row's values in order."""
        return tuple(one.name for one in self.fields)


YEAR = Field("year", NUMBER, "Year of the edition.")
LIST = Field("list", TEXT, "Key of the round whose list it is.")
INSTITUTION = Field("institution", TEXT, "Name of the institution.")
INSTITUTION_KIND = Field("kind", KIND, "Kind of institution.")
PROVINCE = Field("province", TEXT, "Name of the province; empty for what belongs to none.")
BY = Field("by", {"type": "string", "enum": ["all", "kind", "category", "province"]}, "What a row counts by.")
INNOVATION_URL = Field("url", ADDRESS, "The innovation as a page.")
SEARCH = Field("search", TEXT, "Words that must all stand in the row's title or names.")
TURNS = (
    Field("page", {"type": "integer", "minimum": 1}, "Which page; the first is 1."),
    Field("per_page", {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE}, f"Rows a page; {PER_PAGE} unless asked."),
    Field("format", {"type": "string", "enum": ["json", "csv"]}, "CSV holds the rows of one page; `Link` leads to the next."),
)

EDITIONS = Listing(
    "editions",
    "Announced lists, one row each, the latest first.",
    (YEAR,),
    (
        YEAR,
        Field("edition", TEXT, "Name of the edition."),
        LIST,
        Field("title", TEXT, "Name of the list."),
        Field("published_at", INSTANT, "When it was announced."),
        Field("size", NUMBER, "How many entries it has."),
        Field("version", NUMBER, "Which version is in force: 1, and one more with each correction."),
        Field("fingerprint", TEXT, "SHA-256 of what was ratified, in hexadecimal."),
        Field("url", ADDRESS, "The list as a page."),
    ),
)
OUTCOMES = Listing(
    "outcomes",
    "Entries of announced lists in alphabetical order; the order says nothing about scores.",
    (
        YEAR,
        LIST,
        INSTITUTION_KIND,
        Field("category", TEXT, "Name of the category, as it was announced."),
        PROVINCE,
        SEARCH,
    ),
    (
        YEAR,
        LIST,
        Field("award", TEXT, "What it won."),
        Field("title", TEXT, "Title of the innovation, as it was announced."),
        INSTITUTION,
        INSTITUTION_KIND,
        Field("unit", TEXT, "Name of the unit."),
        PROVINCE,
        Field("category", TEXT, "Name of the category."),
        Field("innovation", TEXT, "Code of the innovation, which keeps it over the years."),
        INNOVATION_URL,
    ),
)
INNOVATIONS = Listing(
    "innovations",
    "Public innovations in alphabetical order, with what they won over the years.",
    (YEAR, Field("award", TEXT, "Name of an award it won."), INSTITUTION_KIND, SEARCH),
    (
        Field("code", TEXT, "Code of the innovation."),
        Field("title", TEXT, "Its title."),
        INSTITUTION,
        INSTITUTION_KIND,
        Field("unit", TEXT, "Name of the unit; empty if unknown."),
        PROVINCE,
        Field(
            "awards", {"type": "array", "items": {"type": "string"}}, "Awards with their years; in CSV parted by semicolons."
        ),
        INNOVATION_URL,
    ),
)
STATISTICS = Listing(
    "statistics",
    "How many took part in announced editions: the whole, and by kind of institution, category and province.",
    (YEAR, BY),
    (
        YEAR,
        BY,
        Field("key", TEXT, "Which of them; `all` for the whole."),
        Field("started", PERHAPS_NUMBER, "Proposals that were begun; of the whole only."),
        Field("submitted", NUMBER, "Proposals that were sent and not withdrawn."),
        Field("eligible", PERHAPS_NUMBER, "Those that passed screening; of the whole only."),
        Field("chosen", NUMBER, "Those on an announced list."),
    ),
)
CATEGORY = Field("category", TEXT, "Name of the category, as it was announced.")
PROVINCE_CODE = Field("province_code", TEXT, "Kemendagri code of the innovation's province.")
SPREAD = Listing(
    "spread",
    "How far public innovations have spread: the whole, and by kind of institution, category, province and year.",
    (YEAR, INSTITUTION_KIND, CATEGORY, PROVINCE_CODE),
    (
        Field("by", {"type": "string", "enum": ["all", "kind", "category", "province", "year"]}, "What a row counts by."),
        Field("key", TEXT, "Which of them; a province by its Kemendagri code, `pusat` for none, `tertutup` for not told."),
        Field("innovations", NUMBER, "Public innovations; a year is one in which they won."),
        Field("institutions", NUMBER, "Institutions that have one of them."),
        Field("replicated", NUMBER, "Those that were replicated at least once, in whatever year."),
        Field("replications", NUMBER, "Confirmed replications of innovations from there; a year is that of the confirmation."),
        Field("received", NUMBER, "Confirmed replications that arrived there; of kinds, provinces and the whole."),
    ),
)
REPLICATIONS = Listing(
    "replications",
    "Replications that the original team confirmed, the last year first; of some it is not told who took the innovation over.",
    (
        *(YEAR, INSTITUTION_KIND, CATEGORY, PROVINCE_CODE),
        Field("to_province_code", TEXT, "Kemendagri code of the province it arrived in."),
        Field("to_kind", KIND, "Kind of institution that took it over."),
    ),
    (
        Field("year", NUMBER, "Year of the confirmation, by the clock of Jakarta."),
        Field("innovation", TEXT, "Code of the innovation."),
        Field("title", TEXT, "Its title."),
        Field("categories", {"type": "array", "items": TEXT}, "Its categories; in CSV parted by semicolons."),
        Field("origin", TEXT, "Institution that owns it."),
        INSTITUTION_KIND,
        PROVINCE_CODE,
        Field("replicator", TEXT, "Institution that took it over; empty where it is not told."),
        Field("to_kind", TEXT, "Its kind; `tertutup` where it is not told."),
        Field("to_province_code", TEXT, "Its province; `pusat` for none, `tertutup` where it is not told."),
        Field("days", PERHAPS_NUMBER, "Days from the interest to the confirmation; null where it is not told who."),
        INNOVATION_URL,
    ),
)
LISTINGS = (EDITIONS, OUTCOMES, INNOVATIONS, STATISTICS, SPREAD, REPLICATIONS)

STATE = {"type": "string", "enum": list(ProposalState.values)}
PERHAPS_INSTANT = {"type": ["string", "null"], "format": "date-time"}
PROPOSAL = Field("proposal", TEXT, "Code of the proposal.")
OWN_PROPOSALS = Listing(
    "own/proposals",
    "Proposals of the key's institution, as its people see them; those changed last come first.",
    (YEAR, Field("state", STATE, "Where they are."), SEARCH),
    (
        PROPOSAL,
        YEAR,
        Field("title", TEXT, "Its title."),
        Field("unit", TEXT, "Name of the unit."),
        Field("state", STATE, "Where it is."),
        Field("state_word", TEXT, "The same in the words its people read."),
        Field("state_since", INSTANT, "Since when."),
        Field("submitted_at", PERHAPS_INSTANT, "When it was sent last; null if never."),
        Field("changed_at", INSTANT, "When its text was changed last."),
        Field("receipt", TEXT, "Number of its last receipt; empty without one."),
        Field("url", ADDRESS, "The proposal as a page, for who signs in."),
    ),
    "proposals:read",
)
OWN_RECEIPTS = Listing(
    "own/receipts",
    "Receipts of everything the key's institution sent, the last first.",
    (YEAR,),
    (
        Field("number", TEXT, "Number of the receipt."),
        YEAR,
        PROPOSAL,
        Field("title", TEXT, "Title as it was sent."),
        Field("received_at", INSTANT, "When it arrived."),
        Field("sha256", TEXT, "Fingerprint of what was sent, in hexadecimal."),
        Field("withdrawn_at", PERHAPS_INSTANT, "When it was taken back; null if it was not."),
        Field("url", ADDRESS, "Where anybody checks it."),
    ),
    "receipts:read",
)
OWN_OUTCOMES = Listing(
    "own/outcomes",
    "What proposals of the key's institution won on announced lists, in alphabetical order.",
    (YEAR, LIST),
    (
        PROPOSAL,
        Field("published_at", INSTANT, "When the list was announced."),
        *(one for one in OUTCOMES.fields if one.name not in ("institution", "kind", "province")),
    ),
    "outcomes:read",
)
OWN_LISTINGS = (OWN_PROPOSALS, OWN_RECEIPTS, OWN_OUTCOMES)


def describe(server: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of all lists, as served at `server` (an address without a slash at its end)."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "KIPP open data",
            "version": VERSION,
            "description": "Read only. Announced facts ask for no key; what lies under `own/` is one institution's own and asks"
            " for its key as a bearer token. Errors are problems of RFC 9457.",
        },
        "servers": [{"url": f"{server}/api/v1"}],
        "paths": {f"/{one.path}": {"get": _operation(one)} for one in (*LISTINGS, *OWN_LISTINGS)},
        "components": {
            "schemas": {one.name: _schema(one) for one in (*LISTINGS, *OWN_LISTINGS)} | {"problem": PROBLEM},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "errors"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": NUMBER,
        "errors": {"type": "array", "items": {"type": "object", "properties": {"name": TEXT, "message": TEXT}}},
    },
}


KEY_PROBLEMS = {
    "401": "No key, or one that opens nothing.",
    "403": "The key was not made for this.",
    "429": "Asked too often; `Retry-After` says when to ask again.",
}


def _operation(listing: Listing) -> dict[str, Any]:
    asks = [
        {"name": one.name, "in": "query", "required": False, "description": one.about, "schema": one.schema}
        for one in (*listing.asks, *TURNS)
    ]
    page = {"$ref": f"#/components/schemas/{listing.name}"}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
    problems = {"400": "Something asked makes no sense; each is named."} | (KEY_PROBLEMS if listing.scope else {})
    return {
        "operationId": listing.name,
        "summary": listing.about,
        "parameters": asks,
        "responses": {
            "200": {
                "description": "One page.",
                "headers": {"ETag": {"schema": TEXT}, "Link": {"schema": TEXT}},
                "content": {"application/json": {"schema": page}, "text/csv": {"schema": TEXT}},
            },
            "304": {"description": "Nothing changed since the `ETag` that was sent."},
            **{status: {"description": about, "content": problem} for status, about in problems.items()},
        },
    } | ({"security": [{"key": [listing.scope]}]} if listing.scope else {})


def _schema(listing: Listing) -> dict[str, Any]:
    row = {
        "type": "object",
        "required": list(listing.columns()),
        "properties": {one.name: {**one.schema, "description": one.about} for one in listing.fields},
    }
    turn = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["count", "page", "pages", "next", "previous", "results"],
        "properties": {
            "count": NUMBER,
            "page": NUMBER,
            "pages": NUMBER,
            "next": turn,
            "previous": turn,
            "results": {"type": "array", "items": row},
        },
    }
