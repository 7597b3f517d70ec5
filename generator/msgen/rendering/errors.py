"""What can go wrong while rendering.

    RenderingError
      BlueprintError        a blueprint is not there, or its `copier.yml` is not what msgen expects
      UntrustedBlueprint    a blueprint brings code and nobody said `--trust`
      TemplateFailed        a template could not be rendered
      PathRejected          an output path is outside the root, reserved, or written twice
      StubsFailed           a proto file could not be compiled

Each takes its whole message as its only argument: errors cross the border between two processes.
"""

from __future__ import annotations


class RenderingError(Exception):
    """Base of all; `str()` of it is meant for users."""

    exit_code = 70


class BlueprintError(RenderingError):
    exit_code = 2


class UntrustedBlueprint(RenderingError):
    exit_code = 4


class TemplateFailed(RenderingError):
    pass


class PathRejected(RenderingError):
    pass


class StubsFailed(RenderingError):
    exit_code = 2
