"""Makes the vendored code importable as it is in a service, under the name `resilient_service`."""

import sys
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

BLUEPRINTS = Path(__file__).resolve().parents[3] / "blueprints"
SOURCE = BLUEPRINTS / "python-service" / "template" / "src" / "{{ service.package }}"

home = TemporaryDirectory(prefix="resilient-service-")
package = Path(home.name) / "resilient_service"
copytree(SOURCE / "resilience", package / "resilience")
copytree(SOURCE / "platform", package / "platform")
(package / "__init__.py").touch()
sys.path.insert(0, home.name)
