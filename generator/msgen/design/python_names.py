"""How names of the spec become Python names (RUNTIME: names in Python, proto and the database)."""

from __future__ import annotations

import keyword

from msgen.design.naming import snake_case

_STANDARD_MODULES = """
    abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii binhex
    bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys
    compileall compression concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses
    dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno
    faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext
    glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress
    itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap
    modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator
    optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath
    pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline
    reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd
    smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string
    stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios
    test textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle
    turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg
    winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
"""
STANDARD_MODULES = frozenset(_STANDARD_MODULES.split())
"""Standard modules of Python 3.11 to 3.14, frozen so that a name never changes with the interpreter."""

_DEPENDENCY_MODULES = """
    aiohappyeyeballs aiohttp aiokafka aio_pika aiosignal aiosqlite alembic annotated_doc annotated_types anyio
    asyncpg attr attrs certifi charset_normalizer click dotenv fastapi frozenlist google googleapis_common_protos
    greenlet grpc grpc_health grpc_reflection grpc_status h11 httpcore httptools httpx httpx2 hypothesis idna
    iniconfig importlib_metadata mako markupsafe msgen multidict mypy mypy_extensions nats opentelemetry orjson
    packaging pluggy propcache pydantic pydantic_core pydantic_settings pygments pytest pytest_asyncio redis
    requests rfc3339_validator ruff schemathesis sniffio sqlalchemy starlette starlette_testclient structlog
    typing_extensions typing_inspection urllib3 uvicorn uvloop yaml yarl zipp
    migrations src tests
"""
DEPENDENCY_MODULES = frozenset(_DEPENDENCY_MODULES.split())
"""Top-level packages of every dependency of a generated service, and its own folders."""

_CLASS_NAMES_IN_USE = """
    Aggregate Annotated Any Base64 Base64Bytes BaseModel Boolean Callable ClassVar ConfigDict Day Decimal
    DecimalFormat DecimalText Duration EmailText Event False Field FromText Input Instant Integer IntegerFormat Json
    JsonText Literal Mapping Model Money NoNul None Number Output Page Ports Protocol Renamed Self Sequence
    StrEnum Text TextMap True TypeVar UUID UrlText Uuid ValueObject
"""
CLASS_NAMES_IN_USE = frozenset(_CLASS_NAMES_IN_USE.split())

_FIELD_NAMES_IN_USE = """
    annotations bool bytes cls construct copy date datetime decimal dict enum etag expected_version expecting
    field fields_set float from_orm idempotency_key int json key_field keyed list model_computed_fields
    model_config model_construct model_copy model_dump model_dump_json model_extra model_fields
    model_fields_set model_json_schema model_parametrized_name model_post_init model_rebuild model_validate
    model_validate_json model_validate_strings object old_names parse_file parse_obj parse_raw re schema schema_json
    self str subject tagged timedelta tuple type update_forward_refs uuid validate
"""
FIELD_NAMES_IN_USE = frozenset(_FIELD_NAMES_IN_USE.split())


def python_package(service: str) -> str:
    """The import package of a service.

    >>> python_package("order-history"), python_package("logging"), python_package("class")
    ('order_history', 'logging_service', 'class_service')
    """
    name = service.replace("-", "_")
    if keyword.iskeyword(name) or name in STANDARD_MODULES or name in DEPENDENCY_MODULES:
        return f"{name}_service"
    return name


def module_name(name: str, taken: frozenset[str] = frozenset()) -> str:
    """The module of an object, beside the generated modules in `taken`.

    >>> module_name("PlaceOrder"), module_name("Import"), module_name("Ports", frozenset({"ports"}))
    ('place_order', 'import_', 'ports_')
    """
    module = snake_case(name)
    return f"{module}_" if keyword.iskeyword(module) or module in taken else module


def class_name(name: str) -> str:
    """The class of a type, aggregate, operation or event: the name itself where Python allows it."""
    return f"{name}_" if keyword.iskeyword(name) or name in CLASS_NAMES_IN_USE else name


def field_name(name: str) -> str:
    """The attribute of a field.

    >>> field_name("class"), field_name("json"), field_name("_id"), field_name("total")
    ('class_', 'json_', 'id_', 'total')
    """
    stem = name.lstrip("_")
    name = stem + "_" * (len(name) - len(stem))
    return f"{name}_" if keyword.iskeyword(name) or name in FIELD_NAMES_IN_USE else name


def enum_member(value: str) -> str:
    """The member of an enum value: upper case, other characters as `_`.

    >>> enum_member("in-progress"), enum_member("2fa"), enum_member("name")
    ('IN_PROGRESS', '_2FA', 'NAME')
    """
    member = "".join(letter if letter.isalnum() else "_" for letter in value.upper())
    return f"_{member}" if member[0].isdigit() else member
