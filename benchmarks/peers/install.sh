#!/bin/sh
# Install what tensplan is measured against into an environment of its own.
# Usage: benchmarks/peers/install.sh [FOLDER]   (a folder below the system's temporary one when left out)
set -eu
folder="${1:-${TMPDIR:-/tmp}/tensplan-peers}"
"${PYTHON:-python3}" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
    check-jsonschema click pydantic ruamel.yaml numpy scipy numba matplotlib
echo "$folder"
