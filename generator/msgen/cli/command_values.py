"""Words that options take: those of the spec's own language."""

from __future__ import annotations

from enum import StrEnum


class Subdomain(StrEnum):
    CORE = "core"
    SUPPORTING = "supporting"
    GENERIC = "generic"


class Protocol(StrEnum):
    REST = "rest"
    GRPC = "grpc"


class Exposure(StrEnum):
    INTERNAL = "internal"
    PARTNER = "partner"
    PUBLIC = "public"


class Authentication(StrEnum):
    NONE = "none"
    JWT = "jwt"
    OAUTH2 = "oauth2"
    MTLS = "mtls"


class Store(StrEnum):
    POSTGRES = "postgres"
    SQLITE = "sqlite"
    MYSQL = "mysql"
    MONGODB = "mongodb"
    REDIS = "redis"
    CASSANDRA = "cassandra"
    NONE = "none"


class Role(StrEnum):
    SERVICE = "service"
    BFF = "bff"
    GATEWAY = "gateway"
    READ_MODEL = "read-model"


class OperationKind(StrEnum):
    COMMAND = "command"
    QUERY = "query"


class FallbackKind(StrEnum):
    CACHE = "cache"
    IGNORE = "ignore"
    STATIC = "static"
    FUNCTION = "function"


class Style(StrEnum):
    ORCHESTRATION = "orchestration"
    CHOREOGRAPHY = "choreography"


class Isolation(StrEnum):
    LOCK = "lock"
    VERSION = "version"
    NONE = "none"


class Criticality(StrEnum):
    HIGH = "high"
    NORMAL = "normal"
