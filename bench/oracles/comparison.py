"""Joins the rows of two tools, and compares them."""

import collections


def join(tool, oracle):
    """Pairs the rows of two tools in the files that both have read. On a line by name, then what
    is left on it in the order of the rows if there is as much on both sides; at last by a name that
    is left only once in the file."""
    pairs, alone = [], [0, 0]
    for path in tool.keys() & oracle.keys():
        mine, theirs = list(tool[path]), list(oracle[path])
        for key in (lambda row: (row[0].line, row[0].name), lambda row: row[0].line):
            take_pairs(mine, theirs, key, pairs, in_order=True)
        take_pairs(mine, theirs, lambda row: row[0].name, pairs, in_order=False)
        alone[0] += len(mine)
        alone[1] += len(theirs)
    return pairs, alone


def take_pairs(mine, theirs, key, pairs, in_order):
    groups = collections.defaultdict(lambda: ([], []))
    for side, rows in enumerate((mine, theirs)):
        for row in rows:
            groups[key(row)][side].append(row)
    for one, other in groups.values():
        if len(one) == len(other) and (in_order or len(one) == 1):
            pairs.extend(zip(one, other))
            for row in one:
                mine.remove(row)
            for row in other:
                theirs.remove(row)


def only_where_equal(metric, pairs, sides):
    joined, _ = join(*(side.get(metric, {}) for side in sides))
    equal = {pair[0][0] for pair in joined if is_equal(pair)}
    return [pair for pair in pairs if pair[0][0] in equal]


def only_innermost(pairs, lines, others):
    """Of files or of functions in whose lines no other one begins for either tool."""
    starts = collections.defaultdict(set)
    length = {}
    for rows in lines.values():
        for place, count in rows:
            starts[place.path].add(place.line)
            length[place] = count
    for rows in others.values():
        for place, _ in rows:
            starts[place.path].add(place.line)

    def is_innermost(place):
        after = place.line + length.get(place, 0)
        return sum(place.line <= line < after for line in starts[place.path]) < 2

    return [pair for pair in pairs if pair[0][0].name == "-" or is_innermost(pair[0][0])]


def is_equal(pair):
    (_, mine), (_, theirs) = pair
    return abs(mine - theirs) <= max(1e-3, 1e-6 * abs(theirs))


def share(pairs):
    return f"{100 * sum(map(is_equal, pairs)) / len(pairs):.2f}" if pairs else "-"


def spearman(pairs):
    """The correlation of ranks; equal values share the mean of theirs."""
    one = ranks([mine for (_, mine), _ in pairs])
    other = ranks([theirs for _, (_, theirs) in pairs])
    mean = (len(pairs) + 1) / 2
    covariance = sum((a - mean) * (b - mean) for a, b in zip(one, other))
    squares = [sum((rank - mean) ** 2 for rank in side) for side in (one, other)]
    return f"{covariance / (squares[0] * squares[1]) ** 0.5:.4f}" if all(squares) else "-"


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    result, first = [0.0] * len(values), 0
    for after in range(1, len(order) + 1):
        if after == len(order) or values[order[after]] != values[order[first]]:
            for index in order[first:after]:
                result[index] = (first + 1 + after) / 2
            first = after
    return result
