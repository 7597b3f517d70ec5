"""Mistakes in keys, names and values."""

from __future__ import annotations

from spec_mistakes import Mistake, operation, system

KEYS = (
    Mistake(
        "unknown key",
        system("orders: {api: {protocol: rest, «exposre»: public}}"),
        "unknown key `exposre`",
        "`exposure`",
    ),
    Mistake(
        "unknown key at the top",
        system("orders: {}", "«enviroments»: {}\n"),
        "unknown key `enviroments`",
        "`environments`",
    ),
    Mistake(
        "key of a level below", system("orders: {«protocol»: rest}"), "unknown key `protocol`", "belongs under `api`"
    ),
    Mistake(
        "key by another name", system("orders: {«depends_on»: [x]}"), "unknown key `depends_on`", "did you mean `calls`"
    ),
    Mistake("key like none", system("orders: {api: {«zzz»: 1}}"), "unknown key `zzz`", "allowed are `protocol`"),
    Mistake("required key missing", system("orders: {calls: [«{timeout: 1s}»]}"), "`to` is missing", "whom"),
    Mistake(
        "required key missing in a map",
        system("orders: {}", "sagas:\n  «buy»: {trigger: Paid}\n"),
        "`steps` is missing",
        "in order",
    ),
    Mistake("key twice", system("orders: {}\n«orders»: {}"), "`orders` stands twice", "another name"),
    Mistake("key twice in a flow map", system("orders: {api: rest, «api»: grpc}"), "`api` stands twice", "drop one"),
    Mistake(
        "key of a call",
        operation("{calls: [{to: orders.PlaceOrder, «timout»: 1s}]}"),
        "unknown key `timout`",
        "`timeout`",
    ),
    Mistake(
        "keyword as key",
        operation("{calls: [{to: orders.PlaceOrder, «whit»: {a: b}}]}"),
        "unknown key `whit`",
        "`with`",
    ),
)

NAMES = (
    Mistake("service with a capital", system("«Orders»: {}"), "`Orders` is not a name", "did you mean `orders`"),
    Mistake("service with an underscore", system("«order_history»: {}"), "is not a name", "`order-history`"),
    Mistake("service that is mine", system("orders: {}\n«9lives»: {}"), "`9lives` is not a name", "for example"),
    Mistake("system", "msgen: 1\nname: «My Shop»\nservices: {a: {}}\n", "`My Shop` is not a name", "`my-shop`"),
    Mistake(
        "operation in small letters",
        system("orders: {api: {operations: {«place_order»: {}}}}"),
        "`place_order` is not",
        "`PlaceOrder`",
    ),
    Mistake(
        "field with a capital",
        system("orders: {aggregates: {Order: {fields: {«orderId»: uuid}}}}"),
        "`orderId` is not",
        "`order_id`",
    ),
    Mistake("version of an API", system('orders: {api: {version: «"2"»}}'), "`2` is not a version", "`v2`"),
    Mistake("secret", system("orders: {secrets: [«psp-api-key»]}"), "`psp-api-key` is not", "`PSP_API_KEY`"),
    Mistake("too long a name", system(f"«{'a' * 49}»: {{}}"), "at most 48", "for example"),
    Mistake(
        "event in small letters", system("orders: {publishes: [«order_placed»]}"), "is not an event", "`OrderPlaced`"
    ),
    Mistake(
        "rule",
        system("orders: {}", "waivers: [{rule: «res3», on: orders, reason: because it is so}]\n"),
        "is not a rule",
        "`RES03`",
    ),
)

CHOICES = (
    Mistake("enum", system("orders: {api: {protocol: «gprc»}}"), "`gprc` is not one of `rest`, `grpc`", "`grpc`"),
    Mistake("enum in its short form", system("orders: {store: «postgress»}"), "is not one of `postgres`", "`postgres`"),
    Mistake("enum in a list", system("orders: {api: [rest, «gprc»]}"), "`gprc` is not one of", "`grpc`"),
    Mistake("enum of the profile", system("orders: {}", "profile: «prodution»\n"), "is not one of", "`production`"),
    Mistake(
        "enum that is a flag",
        operation("{calls: [{to: orders.PlaceOrder, deadline: «false»}]}"),
        "`false` is not one of",
        "`off`",
    ),
    Mistake("word for a quantity", operation("{rate_limit: «nne»}"), "`nne` is not allowed here", "`none`"),
    Mistake(
        "flag for a word",
        operation("{calls: [{to: orders.PlaceOrder, circuit_breaker: «false»}]}"),
        "`false` is not",
        "`off`",
    ),
    Mistake("other word", system("orders: {messaging: {queue: «unlimited»}}"), "`unlimited` is not", "`unbounded`"),
    Mistake(
        "kind of a fallback",
        operation("{calls: [{to: orders.PlaceOrder, fallback: «cahce»}]}"),
        "`cahce` is not one of",
        "`cache`",
    ),
    Mistake("mesh", system("orders: {}", "platform: {mesh: «istoi»}\n"), "`istoi` is not one of", "`istio`"),
)

QUANTITIES = (
    Mistake("duration without unit", operation("{timeout: «300»}"), "`300` needs a unit", "`300ms` or `300s`"),
    Mistake("duration with another unit", operation("{timeout: «5min»}"), "is not a duration", "`5m`"),
    Mistake("duration with a space", operation("{timeout: «300 ms»}"), "is not a duration", "`300ms`"),
    Mistake("negative duration", operation("{timeout: «-5s»}"), "is not a duration", "for example"),
    Mistake("absurd duration", operation("{timeout: «99999999999999d»}"), "longer than a hundred years", ""),
    Mistake("endless number", operation("{timeout: «" + "9" * 40 + "s»}"), "too long a number", ""),
    Mistake("percentage without sign", system("orders: {availability: «99.9»}"), "`99.9` needs a unit", "`99.9%`"),
    Mistake("percentage above 100", system("orders: {availability: «101%»}"), "more than 100%", ""),
    Mistake("percentage in words", system("orders: {availability: «high»}"), "is not a percentage", "`99.95%`"),
    Mistake("rate without unit", system("orders: {scaling: {per_pod: «50»}}"), "`50` needs a unit", "`50/s`"),
    Mistake("rate with a habit", system("orders: {scaling: {per_pod: «50rps»}}"), "is not a rate", "`50/s`"),
    Mistake(
        "size with a habit", system("orders: {deployment: {resources: {memory: «256MB»}}}"), "is not a size", "`256Mi`"
    ),
    Mistake("share of a core", system("orders: {deployment: {resources: {cpu: «0.5»}}}"), "is not a share", "`500m`"),
    Mistake("count in quotes", system('orders: {scaling: {max: «"3"»}}'), "is a text, not an integer", "write `3`"),
    Mistake("count with a unit", system("orders: {scaling: {max: «3 pods»}}"), "is not an integer", "without a unit"),
    Mistake(
        "count out of range",
        operation("{calls: [{to: orders.PlaceOrder, retry: {attempts: «11»}}]}"),
        "not between 1 and 10",
        "",
    ),
    Mistake("count with zeros in front", system("orders: {scaling: {max: «007»}}"), "is a text", "write `7`"),
    Mistake("count in groups", system("orders: {scaling: {max: «1_000»}}"), "is a text", "write `1000`"),
    Mistake(
        "count that no machine holds", system("orders: {scaling: {max: «" + "9" * 30 + "»}}"), "is not an integer", ""
    ),
    Mistake("flag in words", operation("{idempotent: «yes»}"), "neither `true` nor `false`", "write `true`"),
    Mistake(
        "number as text",
        system("orders: {}", "platform: {kubernetes: «1.34»}\n"),
        "is not a version of Kubernetes",
        "1.34",
    ),
    Mistake("text that is a number", system("orders: {description: «1.10»}"), "`1.10` is not a text", '`"1.10"`'),
    Mistake(
        "date",
        system("orders: {}", "waivers: [{rule: RES03, on: a, reason: because it is so, until: «2027-02-30»}]\n"),
        "not a day of the calendar",
        "",
    ),
    Mistake(
        "date in another order",
        system("orders: {}", "waivers: [{rule: RES03, on: a, reason: because it is so, until: «30.06.2027»}]\n"),
        "is not a date",
        "2027-06-30",
    ),
    Mistake(
        "reason too short",
        system("orders: {}", "waivers: [{rule: RES03, on: a, reason: «so»}]\n"),
        "at least 10 characters",
        "sentence",
    ),
    Mistake("http", operation("{http: «get orders»}"), "is not a method and a path", "`GET /orders`"),
    Mistake(
        "http parameter", operation("{http: «GET /orders/:id»}"), "is not a method and a path", "`GET /orders/{id}`"
    ),
    Mistake(
        "growth without sign",
        operation("{}", "journeys: {buy: {entry: orders.PlaceOrder, growth: «60»}}\n"),
        "needs a unit",
        "`60%`",
    ),
)

KINDS = (
    Mistake("no value", system("«orders»:"), "`orders` has no value", "`orders: {}`"),
    Mistake("null in a list", system("orders: {calls: [«null»]}"), "the entry is empty", "drop it"),
    Mistake(
        "null for a required key", "msgen: 1\nname: «null»\nservices: {a: {}}\n", "`null` is not a name", "for example"
    ),
    Mistake(
        "text for a list",
        system("orders: {publishes: «OrderPlaced»}"),
        "needs a list, not `OrderPlaced`",
        "`[OrderPlaced]`",
    ),
    Mistake("list for a map", system("orders: {aggregates: «[Order]»}"), "needs a map, not a list", "key: value"),
    Mistake("text for a map", system("orders: «rest»"), "needs a map, not `rest`", "orders"),
    Mistake("map for a list", system("orders: {publishes: «{OrderPlaced: x}»}"), "needs a list, not a map", "`- `"),
    Mistake("empty list", system("orders: {api: {protocol: «[]»}}"), "an empty list says nothing", "leave the key out"),
    Mistake("number for a target", system("orders: {calls: [«5»]}"), "`5` is not something to call", "`payments`"),
)

MISTAKES = (*KEYS, *NAMES, *CHOICES, *QUANTITIES, *KINDS)
