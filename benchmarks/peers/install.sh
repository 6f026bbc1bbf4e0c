#!/bin/sh
# Install what tensplan is measured against, each peer into an environment of its own.
# Usage: benchmarks/peers/install.sh FOLDER PEER...   (checkers, neuron, pyfibers, fipy; a compiler for two)
# What is there already is left alone: the file "made-of" says what an environment was made of.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
folder="$1"
shift
for peer in "$@"; do
    home="$folder/$peer"
    case "$peer" in
        checkers) wanted="check-jsonschema click pydantic ruamel.yaml numpy scipy numba matplotlib" ;;
        neuron) wanted="neuron==9.0.2 setuptools" ;;
        pyfibers) wanted="pyfibers==0.13.0 neuron==9.0.2 setuptools" ;;
        fipy) wanted="fipy==4.0.3" ;;
        *) echo "unknown peer $peer: checkers, neuron, pyfibers or fipy" >&2; exit 2 ;;
    esac
    stamp="$wanted $(cat "$here"/mechanisms/*.mod | cksum)"
    if [ "$(cat "$home/made-of" 2>/dev/null)" = "$stamp" ]; then
        continue
    fi
    echo "installing $peer into $home" >&2
    "${PYTHON:-python3}" -m venv "$home"
    # shellcheck disable=SC2086
    "$home/bin/python" -m pip install --quiet --disable-pip-version-check $wanted
    case "$peer" in
        neuron) (mkdir -p "$home/mechanisms" && cd "$home/mechanisms" &&
            PATH="$home/bin:$PATH" nrnivmodl "$here/mechanisms" >compiled.log 2>&1) ;;
        pyfibers) (cd "$home" && PATH="$home/bin:$PATH" pyfibers_compile >compiled.log 2>&1) ;;
    esac
    echo "$stamp" >"$home/made-of"
done
