#!/bin/sh
# The command of the image that was a shell script, for manifests that were written for it.
exec pgdump backup "$@"
