#!/bin/sh
# Have git merge facts that both branches only added, also where they stand side by side:
#
#   git config merge.facts.name 'facts that were only added'
#   git config merge.facts.driver './merge-facts.sh %O %A %B %P'
#
# First git merges the lines as always. Where they conflict, and neither branch took a statement
# back, the outcome is what both say, in canonical form. Otherwise the conflict is left to a person.
set -u
base=$1 ours=$2 theirs=$3 path=$4
copy=$(mktemp -d) || exit 2
trap 'rm -rf "$copy"' EXIT
form=${path##*.}
cp "$base" "$copy/base.$form" && cp "$ours" "$copy/ours.$form" && cp "$theirs" "$copy/theirs.$form"

git merge-file -q "$ours" "$base" "$theirs" && exit 0
[ -s "$base" ] || : >"$copy/base.$form"
for side in ours theirs; do
  lunargraph -q diff --layer asserted --format patch -o "$copy/$side.rdfp" \
    "$copy/base.$form" "$copy/$side.$form" || [ $? -eq 1 ] || exit 1
  ! grep -q '^D ' "$copy/$side.rdfp" || exit 1
done
# Two texts one after the other say what both say; only the comment at the top can stand once.
{
  cat "$copy/ours.$form"
  awk 'begun || !/^(#|$)/ { begun = 1; print }' "$copy/theirs.$form"
} >"$copy/both.$form"
lunargraph -q fmt "$copy/both.$form" 2>/dev/null || exit 1
cat "$copy/both.$form" >"$ours"
