"""The image of a service: what its Dockerfile does, and what hadolint says of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from charts import Written
from outside_tools import needed
from topologies import bistro


def dockerfile(written: Written, service: str) -> Path:
    return written(bistro) / "services" / service / "deploy" / "Dockerfile"


def test_the_image_of_a_service_with_a_database(written: Written) -> None:
    assert (
        dockerfile(written, "ordering").read_text()
        == """\
# syntax=docker/dockerfile:1
# docker build --file deploy/Dockerfile --tag bistro/ordering .

ARG PYTHON_IMAGE=python:3.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /app
RUN python -m venv /app/venv
COPY requirements.txt ./
RUN --mount=type=cache,target=/var/cache/pip \\
    /app/venv/bin/python -m pip install --cache-dir /var/cache/pip --no-deps \\
    --require-hashes --requirement requirements.txt
COPY src ./src
RUN /app/venv/bin/python -m compileall -q src

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="ordering" \\
      org.opencontainers.image.vendor="bistro"
ENV PATH=/app/venv/bin:$PATH \\
    PYTHONPATH=/app/src \\
    PYTHONUNBUFFERED=1 \\
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --from=build /app/venv ./venv
COPY --from=build /app/src ./src
COPY alembic.ini ./
COPY migrations ./migrations
USER 10001:10001
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "ordering"]
CMD ["run"]
"""
    )


def test_a_service_without_a_database_ships_no_migrations(written: Written) -> None:
    assert "migrations" not in dockerfile(written, "order-history").read_text()


def test_hadolint_finds_nothing(written: Written) -> None:
    command = [needed("hadolint"), str(dockerfile(written, "ordering"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
