"""msgen: from one description of a microservice system to the repositories that run it."""

__version__ = "0.1.0"
