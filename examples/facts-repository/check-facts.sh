#!/bin/sh
# Check the facts of this git repository as they are to be committed: canonical form, then all of
# them together with all that lunargraph knows. Nothing is written, nothing is fetched.
#
#   ./check-facts.sh            what is staged (in CI: what was checked out)
#   ./check-facts.sh REVISION   first show what is different since REVISION, and what follows
#
# Exit codes: 0 fine, 1 findings, 2 wrong usage, 3 could not run.
set -u
LC_ALL=C
export LC_ALL

command -v lunargraph >/dev/null || { echo "lunargraph is not installed" >&2; exit 3; }
top=$(git rev-parse --show-toplevel) || exit 3
cd "$top" || exit 3
copy=$(mktemp -d) || exit 3
trap 'rm -rf "$copy"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [ $# -gt 0 ]; then
  lunargraph diff "$1" HEAD || [ $? -eq 1 ] || exit 3
fi

# What is staged, not what lies in the folder: that may be ahead of what is to be committed.
git ls-files -z -- '*.ttl' '*.trig' >"$copy/list" || exit 3
git checkout-index -z --stdin --prefix="$copy/facts/" <"$copy/list" || exit 3
[ -s "$copy/list" ] || { echo "there are no facts to check" >&2; exit 0; }
cd "$copy/facts" || exit 3

set --
find . -type f -name '*.t*' | sed 's,^\./,,' | sort >../list
while IFS= read -r file; do
  set -- "$@" "$file"
done <../list

code=0
lunargraph fmt --check "$@" || code=$?
lunargraph validate "$@" >../report || { found=$?; [ "$found" -le "$code" ] || code=$found; }
[ "$code" -eq 0 ] || cat ../report
exit "$code"
