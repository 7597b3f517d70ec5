"""The project of the situations, generated once in every version that a row needs."""

from __future__ import annotations

import pytest

from situations.generated import Generated
from situations.project import DESCRIPTION, OTHER_DESCRIPTION, blueprint_set, spec
from situations.running import msgen


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("situations")
    blueprints = {version: blueprint_set(version, folder / version) for version in ("v1", "v2")}
    projects = {}
    for version, blueprint in blueprints.items():
        for number, description in enumerate((DESCRIPTION, OTHER_DESCRIPTION)):
            written = folder / f"{number}.yaml"
            written.write_text(spec(description), encoding="utf-8")
            project = folder / f"{version}-{number}"
            outcome = msgen("new", project, "--spec", written, "--blueprints", blueprint)
            assert outcome.code == 0, outcome.said
            projects[version, description] = project
    return Generated(blueprints, projects)
