#!/bin/sh
# Starts the shop.
set -eu
cd "$(dirname "$0")"
exec python app.py "$@"
