"""Mistakes that keep YAML from being read, and uses of YAML that the language does not have."""

from __future__ import annotations

from spec_mistakes import Mistake, field, system

MISTAKES = (
    Mistake("tab", "msgen: 1\n«\t»name: shop\n", "a tab stands where spaces are needed", "spaces"),
    Mistake("two colons", "msgen: 1\nname: a«:» b\n", "a second `: `", "quotes"),
    Mistake("brace left open", "msgen: 1\nservices: {a: {}\n«x»: 1\n", "the `{` is not closed", "`}`"),
    Mistake("quote left open", 'msgen: 1\nname: «"»shop\n', "the quote that begins here is not closed", "same quote"),
    Mistake("indentation", "msgen: 1\nservices:\n  a: {}\n «b»: {}\n", "the indentation does not fit", "same column"),
    Mistake("key without colon", "msgen: 1\nname\n«s»ervices: {}\n", "neither a key with its `:`", "`key: value`"),
    Mistake("at sign", "msgen: 1\nname: «@»shop\n", "cannot begin a value", "quotes"),
    Mistake("escape", 'msgen: 1\nname: "\\«q»"\n', "no escape of YAML", "backslash"),
    Mistake(
        "regex in a flow map",
        system("orders: {aggregates: {A: {fields: {b: string(/^«[»A-Z]{3}$/)}}}}"),
        "is not closed",
        '`"string(/^[A-Z]{3}$/)"`',
    ),
    Mistake("default with a colon", field('string default="x«:» y"'), "a second `: `", "long form"),
    Mistake("alias without anchor", "msgen: 1\nname: «*shop»\n", "the alias `*shop` has no anchor", "`&shop`"),
    Mistake("alias of itself", "msgen: 1\nservices: &a\n  orders: «*a»\n", "refers to itself", ""),
    Mistake("merge of a text", system("orders: {<<: «rest»}"), "`<<` takes over the keys of a map", "`<<: *anchor`"),
    Mistake("tag", system("orders: {api: «!!python/name:os.system rest»}"), "tags are not known here", "without `!`"),
    Mistake("list as key", system("orders: {«[a]»: 1}"), "a key is a text", ""),
    Mistake("second document", "msgen: 1\nname: shop\n«---»\nmsgen: 1\n", "a second document begins here", "`---`"),
    Mistake(
        "control character", "msgen: 1\nname: sh«\x07»op\n", "the control character U+0007 is not allowed", "drop it"
    ),
    Mistake("NUL", "msgen: 1\nname: «\0»\n", "a NUL character", "drop it"),
    Mistake(
        "escaped control character",
        'msgen: 1\nname: shop\ndescription: «"a\\x07"»\nservices: {a: {}}\n',
        "control characters",
        "",
    ),
    Mistake("list at the top", "«- msgen»: 1\n", "a spec is a map of keys", "`msgen: 1`"),
    Mistake("only comments", "«#» nothing\n", "nothing but comments", "`msgen: 1`"),
    Mistake("empty", "«»", "the file is empty", "`msgen: 1`"),
    Mistake(
        "version missing",
        "«name»: shop\nservices: {a: {}}\n",
        "the version of the spec language is missing",
        "`msgen: 1`",
    ),
    Mistake("version in quotes", 'msgen: «"1"»\nname: shop\nservices: {a: {}}\n', "without quotes", "`msgen: 1`"),
    Mistake("version to come", "msgen: «2»\nname: shop\n", "newer than this msgen", "upgrade msgen"),
    Mistake("version of nothing", "msgen: «0»\nname: shop\n", "there is no version 0", "`msgen: 1`"),
    Mistake("version not first", "name: shop\n«msgen»: 1\nservices: {a: {}}\n", "is the first key", "to the top"),
    Mistake(
        "value from an anchor",
        "msgen: 1\nname: shop\nx-store: &store {engine: «postgress»}\nservices:\n  orders: {store: *store}\n",
        "is not one of",
        "`postgres`",
    ),
    Mistake(
        "key taken over from an anchor",
        "msgen: 1\nname: shop\nx-base: &base {scaling: {max: «many»}}\nservices:\n  orders: {<<: *base}\n",
        "is not an integer",
        "",
    ),
)
