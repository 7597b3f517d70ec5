"""`python -m msgen`."""

from msgen.cli.app import main

main()
