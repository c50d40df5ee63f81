#!/bin/sh
# Any machine that has Python and git. LUNARGRAPH is where lunargraph comes from: a wheel, a folder,
# or the address of its repository. Without it, the lunargraph that is installed is used.
set -eu
if [ -n "${LUNARGRAPH:-}" ]; then
  python3 -m venv .lunargraph-ci
  .lunargraph-ci/bin/pip install --quiet "$LUNARGRAPH"
  PATH="$PWD/.lunargraph-ci/bin:$PATH"
  export PATH
fi
exec ./check-facts.sh "$@"
