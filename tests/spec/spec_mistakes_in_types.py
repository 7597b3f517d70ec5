"""Mistakes in type expressions, and habits from other languages."""

from __future__ import annotations

from spec_mistakes import Mistake, field, operation, system

MISTAKES = (
    Mistake("scalar misspelt", field("«strng»"), "`strng` is not a type", "`string`"),
    Mistake("scalar inside a list", field("list(«itn»)"), "`itn` is not a type", "`int`"),
    Mistake("scalar by another name", field("«varchar»(80)"), "`varchar` is not a type", "`string`"),
    Mistake("own type in small letters", field("«address»"), "`address` is not a type", "`Address`"),
    Mistake(
        "own type that is a scalar", field("«String»"), "no type of the context `orders` called `String`", "`string`"
    ),
    Mistake("mark misspelt", field("uuid «unqiue»"), "`unqiue` is not a mark", "`unique`"),
    Mistake("mark of another language", field("money «nullable»"), "`nullable` is not a mark", "ends in `?`"),
    Mistake("mark twice", field("uuid index «index»"), "`index` stands twice", ""),
    Mistake("list with square brackets", field("«[money]»"), "a list is not a type", "`list(money)`"),
    Mistake("list of another language", field("«List»[money]"), "`List` is not a type", "`list(money)`"),
    Mistake("array", field("«OrderLine»[]"), "`OrderLine` is not a type", "`list(OrderLine)`"),
    Mistake("map with braces", field("«{string: money}»"), "a map is not a type", "`map(money)`"),
    Mistake("map with a key", field("map(string«,» Money)"), "holds no comma", "`map(Money)`"),
    Mistake("enum with commas", field("enum(«draft, paid»)"), "separated by `|`", "`enum(draft|paid)`"),
    Mistake(
        "enum torn apart",
        system("orders: {aggregates: {Order: {fields: {state: enum(«draft», paid), total: money}}}}"),
        "separated by `|`",
        "`enum(draft|paid)`",
    ),
    Mistake("enum with a space", field("enum(draft|«in progress»)"), "is not a value of an enum", "separated by `|`"),
    Mistake("enum with one member twice", field("enum(in-progress|«in.progress»)"), "give one member", ""),
    Mistake("bracket left open", field("«list(money»"), "lacks its closing bracket", "`list(T)`"),
    Mistake("bounds in one number", field("string(«80»)"), "`80` is not a bound", "`string(1..80)`"),
    Mistake("bounds with a comma", field("int(«1, 5»)"), "is not a bound", "`int(1..5)`"),
    Mistake("bounds turned round", field("int(«5..1»)"), "the smallest, 5, is above the largest, 1", ""),
    Mistake("bounds of a type without", field("uuid(«1..5»)"), "`uuid` takes no bounds", "`uuid`"),
    Mistake("decimal with too many places", field("decimal(«2.12»)"), "at most 2 after the point", "`decimal(12.2)`"),
    Mistake("regex", field("string(«/[/»)"), "the regex is not valid", ""),
    Mistake(
        "default that does not fit", field("int «default=many»"), "the default `many` does not fit", "a whole number"
    ),
    Mistake("default outside the enum", field("enum(draft|paid) «default=open»"), "does not fit", "`draft`, `paid`"),
    Mistake("default with quotes", field("string «default='a'»"), "without quotes", "the long form"),
    Mistake(
        "long form with an unknown key",
        field("{type: money, «descripton»: x}"),
        "unknown key `descripton`",
        "`description`",
    ),
    Mistake("long form with a wrong type", field("{type: «mony»}"), "`mony` is not a type", "`money`"),
    Mistake("long form in quotes", field('{type: "list(«mony»)"}'), "`mony` is not a type", "`money`"),
    Mistake(
        "long form with two defaults",
        field("{type: int default=1, «default»: 2}"),
        "the default is given twice",
        "drop one",
    ),
    Mistake("type missing", field("{type: «null»}"), "a type is missing", "for example"),
    Mistake("unknown type", field("list(«OrderLine»)"), "no type of the context `orders` called `OrderLine`", "Order"),
    Mistake(
        "output that is no message", operation("{output: «list(Order)»}"), "is not a message", "`{items: list(Order)}`"
    ),
    Mistake("input of an unknown type", operation("{input: «Ordr»}"), "called `Ordr`", "`Order`"),
    Mistake(
        "nested too deeply", field("list(" * 16 + "list(«i»nt)" + ")" * 16), "nested too deeply", "names under `types`"
    ),
    Mistake(
        "type that holds itself",
        system("orders: {context: sales}", "contexts:\n  sales:\n    types:\n      «Node»: {next: Node}\n"),
        "a type holds itself: `Node` -> `Node`",
        "`?`",
    ),
    Mistake(
        "aliases in a circle",
        system("orders: {context: sales}", "contexts:\n  sales:\n    types:\n      «A»: list(B)\n      B: A?\n"),
        "a type holds itself: `A` -> `B` -> `A`",
        "alias",
    ),
)
