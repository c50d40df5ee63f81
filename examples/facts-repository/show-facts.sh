#!/bin/sh
# Have `git diff` and `git log -p --ext-diff` show facts by thing, with labels:
#
#   git config diff.facts.command ./show-facts.sh
#
# and .gitattributes says which files. git calls it with: path old-file old-hex old-mode new-file ...
echo "facts of $1"
[ $# -ge 5 ] || exit 0   # a merge that is not resolved: git says so itself
lunargraph diff --layer asserted "$2" "$5" || [ $? -eq 1 ]
