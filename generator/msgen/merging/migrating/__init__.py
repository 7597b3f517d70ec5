"""What the blueprints themselves say became of their files from one version to the next."""

from msgen.merging.migrating.steps import BlueprintSteps, steps_between

__all__ = ["BlueprintSteps", "steps_between"]
