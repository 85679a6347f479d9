#!/bin/sh
# E06: from n to 1 by halving what is even and taking 3n + 1 of what is odd (Collatz, 1937), as a
# shell script. The parameter comes as an argument; the results leave as lines name=value:
#
#   steps     how many steps it takes: 111 from 27
#   highest   the largest number on the way: 9232 from 27
#
# By hand:  sh collatz.sh 27
set -eu

n=$1
if [ "$n" -lt 1 ]; then
  echo "n is $n; it must be at least 1" >&2
  exit 1
fi
steps=0
highest=$n
while [ "$n" -ne 1 ]; do
  if [ $((n % 2)) -eq 0 ]; then
    n=$((n / 2))
  else
    n=$((3 * n + 1))
  fi
  steps=$((steps + 1))
  if [ "$n" -gt "$highest" ]; then
    highest=$n
  fi
done
echo "steps=$steps"
echo "highest=$highest"
