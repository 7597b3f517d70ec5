"""The errors of this service; each builds on one of the base errors, which every protocol knows."""

from ._gen.errors import (
    AlreadyExists as AlreadyExists,
)
from ._gen.errors import (
    InvalidInput as InvalidInput,
)
from ._gen.errors import (
    NotFound as NotFound,
)
