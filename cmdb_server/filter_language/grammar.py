"""The grammar, for lark's LALR(1) parser. A name or value is one or more words; keywords end it."""

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
