"""Settings of many services at once, below each service's own."""

from pydantic import Field

from .api import ApiDefaults
from .base import SpecModel
from .delivery import Deployment, Probes, Runtime, Scaling
from .messaging import Messaging
from .objectives import Slo
from .storage import Store
from .values import Percentage


class Defaults(SpecModel):
    """Settings of every service, below its own values."""

    availability: Percentage | None = Field(None, description="Availability of a service's own pods.")
    store: Store | None = Field(None, description="Databases.")
    messaging: Messaging | None = Field(None, description="How services send and take messages.")
    scaling: Scaling | None = Field(None, description="How many pods there are.")
    deployment: Deployment | None = Field(None, description="How releases and pods are handled.")
    slo: Slo | None = Field(None, description="What services promise.")
    probes: Probes | None = Field(None, description="Which dependencies decide over a pod.")
    runtime: Runtime | None = Field(None, description="In what services are written.")
    api: ApiDefaults | None = Field(None, description="APIs, of services that have one.")
