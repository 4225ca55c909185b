"""What the suite tells people, on standard error."""

import sys


class Failure(Exception):
    """One piece of work cannot be measured; the others can."""


def fail(message):
    """Nothing can be measured."""
    sys.exit(f"bench: {message}")


def say(message):
    print(message, file=sys.stderr, flush=True)
