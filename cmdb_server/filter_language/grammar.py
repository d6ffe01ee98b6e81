r"""A question consists of conditions, `and`, `or`, `not` and brackets; `not` binds closest, `or` least.

    server                                           of the class server or of one that inherits from it
    class is not computer                            the same the other way round
    class = server                                   exactly of this class
    environment = production and os_version < 12     a field, an operator, a value; texts without regard to case
    os_name in (debian, "Ubuntu Linux")              one of several
    fqdn matches *.example.net                       * any text, ? one character; also contains, starts with, ends with
    memory_bytes >= 8 GiB and owned_by missing       numbers with units; whether there is a value or relationship
    ip_addresses = 10.0.0.1                          of a list any value counts
    runs_on (server and site = "Oslo")               a relationship to something that meets a condition
    incoming runs_on (database and name = shop)      a relationship from something
    last_seen_at older than 7 days                   minutes, hours, days, weeks, months, years; or < 2026-01-31
    source = agent and "payroll"                     who reports it; a text in quotes is looked for everywhere

A name or value is one or more words; keywords, brackets and signs end it unless it stands in quotes (\" is a quote
in them). `!=` and `not in` hold only where there is a value, `not a = b` also where there is none. `<` and `>` order
texts by the numbers in them (9 before 10). Retired CIs are found only by a question about their status.
"""

KEYWORDS = (
    "and",
    "or",
    "not",
    "in",
    "is",
    "contains",
    "starts",
    "ends",
    "with",
    "matches",
    "exists",
    "missing",
    "older",
    "newer",
    "than",
    "incoming",
)
WORD_CHARACTERS = r"""[^\s"'(),=<>!]"""

GRAMMAR = (
    r"""
start: _any
_any: any_of | _all
any_of: _all (OR _all)+
_all: all_of | _term
all_of: _term (AND _term)+
_term: "(" _any ")" | negation | comparison | related | free_text | named_class
negation: NOT _term

comparison: name operator value
          | name list_operator "(" value ("," value)* ")"
          | name presence
operator: SYMBOL | CONTAINS | MATCHES | STARTS WITH | ENDS WITH | OLDER THAN | NEWER THAN | IS | IS NOT
list_operator: IN | NOT IN
presence: EXISTS | MISSING
related: INCOMING? name "(" _any ")"
       | INCOMING name presence
free_text: STRING
named_class: name
name: WORD+
value: WORD+ | STRING

SYMBOL: "!=" | "<=" | ">=" | "=" | "<" | ">"
STRING: /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/s
"""
    f"WORD: /{WORD_CHARACTERS}+/\n"
    + "\n".join(f"{word.upper()}.2: /{word}(?!{WORD_CHARACTERS})/i" for word in KEYWORDS)
    + "\n%ignore /\\s+/\n"
)
