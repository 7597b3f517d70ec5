"""Makes the vendored code importable as it is in a service with REST, gRPC and clients."""

import sys
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

BLUEPRINTS = Path(__file__).resolve().parents[3] / "blueprints"
PARTS = ("python-service", "python-rest", "python-grpc", "python-clients")

home = TemporaryDirectory(prefix="sample-service-")
package = Path(home.name) / "sample_service"
for part in PARTS:
    source = BLUEPRINTS / part / "template" / "src" / "{{ service.package }}"
    for folder in ("domain", "platform", "resilience"):
        if (source / folder).is_dir():
            copytree(source / folder, package / folder, dirs_exist_ok=True)
(package / "__init__.py").touch()
sys.path.insert(0, home.name)
