"""From runs to figures: medians, spreads, ratios."""

import statistics


def median_of(runs, what):
    values = [run[what] for run in runs if run[what] is not None]
    return statistics.median(values) if values else None


def spread_of(runs, what):
    """Half the distance between the best and the worst run, as a share of the median."""
    values = [run[what] for run in runs]
    middle = statistics.median(values)
    return (max(values) - min(values)) / 2 / middle if middle else 0.0


def ratio_of(result, side, what, to="pg_dump"):
    """None if there is nothing to compare."""
    mine, theirs = (median_of(result["sides"].get(name, []), what) for name in (side, to))
    return mine / theirs if mine is not None and theirs else None


def ratio_range(result, side, what, to="pg_dump"):
    """The smallest and the largest ratio among the turns."""
    pairs = zip(result["sides"][side], result["sides"][to])
    ratios = [mine[what] / theirs[what] for mine, theirs in pairs if theirs[what]]
    return min(ratios), max(ratios)


def busy_share(result, side, cores):
    """How much of all cores, client and server together, were busy; None if the server's time is not known."""
    runs = result["sides"][side]
    if any(run["server_seconds"] is None for run in runs):
        return None
    return statistics.median((run["client_seconds"] + run["server_seconds"]) / (run["wall_seconds"] * cores) for run in runs)
