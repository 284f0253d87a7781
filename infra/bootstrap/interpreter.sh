#!/bin/sh
# Prints the real path of a Python that can make the environments, and on stderr why others cannot.
#
# Each candidate is asked to run: a version manager leaves names on PATH that only print an error, and a
# distribution may ship Python without the parts that make an environment. $PYTHON, if set, is the only candidate.
set -u

probe='
import os, sys
if sys.version_info < (3, 11):
    sys.exit("Python %d.%d is older than 3.11" % sys.version_info[:2])
import ensurepip, ssl, venv
print(os.path.realpath(sys.executable))
'

for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
    # Every program of that name on PATH, in order: the first may be the one that does not work.
    case $candidate in
    */*) programs=$candidate ;;
    *) programs=$(IFS=:; for folder in $PATH; do [ -x "$folder/$candidate" ] && echo "$folder/$candidate"; done) ;;
    esac
    for program in $programs; do
        if answer=$("$program" -c "$probe" 2>&1); then
            echo "$answer"
            exit 0
        fi
        echo "not $program: $(echo "$answer" | tail -n 1)" >&2
    done
done
echo "No usable Python. Install 3.11 or later with venv (Debian: python3-venv), or run make with PYTHON=/path/to/python." >&2
exit 1
