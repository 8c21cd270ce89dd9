"""Trains the table of stems so that the documentation of a function is near the function.

    python3 train.py FOLDER [NAME=VALUE ...]

Each step takes a batch of pairs and asks of each query which of the batch's functions is its own,
and of each function which query (softmax of cosines over a temperature). The gradient goes to the
rows of the stems (Adagrad, one rate a row). Batches are made of neighbours, functions that the
table so far takes for alike, so that telling them apart is hard. Two tables that begin differently
are trained beside each other and put side by side: together they find more than one of their size.
Writes FOLDER/stems.txt and FOLDER/rows.f32, and tells what dev says meanwhile.
"""

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags, vstack

import corpus
import measure
from split import DEV, TRAIN


@dataclass
class Settings:
    """What may be set from the command line."""

    dimensions: int = 512
    tables: int = 2
    stems: int = 18000
    hashed_rows: int = 2048
    batch: int = 1024
    neighbours: int = 64
    temperature: float = 0.05
    dropout: float = 0.2
    rate: float = 0.02
    minutes: float = 8.0
    epochs: int = 4
    seed: int = 1


def main(folder, settings):
    folder = Path(folder)
    data, parts = corpus.read(folder), np.load(folder / "parts.npy")
    rows_of_stems, vocabulary = numbered(data, parts, settings)
    pairs = training_pairs(data, parts, rows_of_stems)
    dev = measure.pools(data, parts == DEV, most=5000, queries=300)
    inputs = measure.inputs(data, rows_of_stems, dev)
    del data
    seeds = range(settings.seed, settings.seed + settings.tables)
    with ProcessPoolExecutor(settings.tables, multiprocessing.get_context("fork")) as pool:
        tables = list(pool.map(partial(trained, pairs, inputs, settings), seeds))
    table = np.concatenate(tables, axis=1)
    print(f"train: all tables, dev {measure.table(table, inputs)}")
    (folder / "stems.txt").write_text("".join(f"{stem}\n" for stem in vocabulary))
    table.astype("<f4").tofile(folder / "rows.f32")


def trained(pairs, inputs, settings, seed):
    """One of the tables, with vectors of about the same length as those of the others."""
    settings = replace(settings, dimensions=settings.dimensions // settings.tables, seed=seed)
    table = initial(pairs, settings)
    train(table, pairs, lambda: measure.table(table, inputs), settings)
    lengths = normalized(pairs.functions[:10_000] @ table)[1]
    return table / lengths.mean()


def numbered(data, parts, settings):
    """Which row each stem has: one of its own where it is frequent in training, otherwise a
    shared one by its hash. As a matrix that turns counts of stems into counts of rows."""
    training = data.functions(parts == TRAIN)
    texts = np.bincount(training.indices, minlength=len(data.stems))
    queries = data.queries((parts == TRAIN) & data.has_query())
    texts = texts + 4 * np.bincount(queries.indices, minlength=len(data.stems))
    frequent = np.argsort(-texts, kind="stable")[: settings.stems]
    frequent = np.sort(frequent[texts[frequent] >= 5])
    rows = np.array([hashed(stem) % settings.hashed_rows for stem in data.stems], np.int64)
    rows += len(frequent)
    rows[frequent] = np.arange(len(frequent))
    ones = np.ones(len(rows), np.float32)
    shape = (len(rows), len(frequent) + settings.hashed_rows)
    to_rows = csr_matrix((ones, rows, np.arange(len(rows) + 1)), shape)
    return to_rows, [data.stems[stem] for stem in frequent]


def hashed(stem):
    """As `hash` in model.rs.

    >>> hex(hashed("a"))
    '0xaf63dc4c8601ec8c'
    """
    value = 0xCBF29CE484222325
    for byte in stem.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


@dataclass
class Pairs:
    """Damped weights of rows. Pairs whose queries have the same key are no negatives of each
    other; a batch is of one language."""

    queries: csr_matrix
    functions: csr_matrix
    query_keys: np.ndarray
    languages: np.ndarray


def training_pairs(data, parts, to_rows):
    """The documented functions of training, each with the first sentence of its documentation."""
    rows = np.flatnonzero((parts == TRAIN) & data.has_query())
    queries = data.queries(rows) @ to_rows
    functions = data.functions(rows) @ to_rows
    languages = np.unique(data.language[rows], return_inverse=True)[1]
    print(f"train: {len(rows)} documented functions")
    return Pairs(
        corpus.damped(queries, data.damping),
        corpus.damped(functions, data.damping),
        measure.text_keys(queries),
        languages,
    )


def initial(pairs, settings):
    """Random directions; rare stems are long."""
    random = np.random.default_rng(settings.seed)
    texts = np.bincount(pairs.functions.indices, minlength=pairs.functions.shape[1])
    idf = np.log(pairs.functions.shape[0] / (1.0 + texts)) / np.log(pairs.functions.shape[0])
    table = random.standard_normal((len(idf), settings.dimensions)).astype(np.float32)
    return table * (np.maximum(idf, 0.05) / np.sqrt(settings.dimensions)).astype(np.float32)[:, None]


def train(table, pairs, on_dev, settings):
    start = time.time()
    random = np.random.default_rng(settings.seed)
    squares = np.full(len(table), 1e-12, np.float32)
    count = pairs.queries.shape[0]
    steps = settings.epochs * (count // settings.batch)
    done, losses = 0, []
    for epoch in range(settings.epochs):
        for batch in batches(table, pairs, random, settings):
            share = max(done / steps, (time.time() - start) / 60 / settings.minutes)
            if share >= 1:
                break
            losses.append(step(table, squares, pairs, batch, random, share, settings))
            done += 1
        said = f"loss {np.mean(losses[-100:]):.3f}, dev {on_dev()}, {time.time() - start:.0f} s"
        print(f"train: table {settings.seed}, step {done} of {steps}, {said}", flush=True)
        if share >= 1:
            break


def batches(table, pairs, random, settings):
    """Batches of one language made of several groups of neighbours each."""
    functions = normalized(pairs.functions @ table)[0]
    anchors = functions[random.choice(len(functions), 256, replace=False)]
    nearest = np.concatenate(
        [np.argmax(part @ anchors.T, axis=1) for part in np.array_split(functions, 64)]
    )
    order = np.lexsort((random.random(len(nearest)), nearest, pairs.languages))
    size = settings.neighbours
    groups = [order[at : at + size] for at in range(0, len(order) - size + 1, size)]
    by_language = {}
    for group in groups:
        by_language.setdefault(pairs.languages[group[0]], []).append(group)
    made = []
    for groups in by_language.values():
        random.shuffle(groups)
        at_once = settings.batch // size
        whole = range(0, max(len(groups) - at_once + 1, 1), at_once)
        made += [np.concatenate(groups[at : at + at_once]) for at in whole]
    random.shuffle(made)
    return made


def normalized(sums):
    lengths = np.sqrt((sums * sums).sum(axis=1, keepdims=True)) + 1e-9
    return sums / lengths, lengths


def step(table, squares, pairs, batch, random, share, settings):
    """One batch: forward, backward, and a smaller step the later it is. Returns the loss."""
    queries = dropped(pairs.queries[batch], 0.1, random)
    functions = dropped(pairs.functions[batch], settings.dropout, random)
    query_vectors, query_lengths = normalized(queries @ table)
    function_vectors, function_lengths = normalized(functions @ table)
    loss, by_query, by_function = contrast(
        query_vectors, function_vectors, same_queries(pairs, batch), settings.temperature
    )
    by_query = through_normalization(by_query, query_vectors, query_lengths)
    by_function = through_normalization(by_function, function_vectors, function_lengths)
    both = vstack([queries, functions], "csr")
    touched, columns = np.unique(both.indices, return_inverse=True)
    compact = csr_matrix((both.data, columns, both.indptr), (both.shape[0], len(touched)))
    gradient = compact.T @ np.concatenate([by_query, by_function])
    squares[touched] += (gradient * gradient).mean(axis=1)
    rate = settings.rate * (1 - 0.9 * share)
    table[touched] -= rate * gradient / np.sqrt(squares[touched])[:, None]
    return loss


def dropped(matrix, share, random):
    """Leaves out a share of the stems. A text that loses all of them keeps them."""
    kept = random.random(len(matrix.data)) >= share
    thinned = matrix.copy()
    thinned.data = matrix.data * kept
    empty = np.flatnonzero(np.asarray(thinned.sum(axis=1)).ravel() == 0)
    for row in empty:
        place = slice(matrix.indptr[row], matrix.indptr[row + 1])
        thinned.data[place] = matrix.data[place]
    return thinned


def same_queries(pairs, batch):
    """Which pairs of a batch are no negatives of each other."""
    keys = pairs.query_keys[batch]
    same = keys[:, None] == keys[None, :]
    np.fill_diagonal(same, False)
    return same


def contrast(queries, functions, same, temperature):
    """Loss in both directions, and its gradients by the vectors."""
    scores = queries @ functions.T / temperature
    scores[same] = -1e4
    count = len(scores)
    of_queries, of_functions = softmax(scores), softmax(scores.T).T
    own = np.arange(count)
    chances = of_queries[own, own], of_functions[own, own]
    loss = -np.mean([np.log(chance + 1e-12).mean() for chance in chances])
    gradient = of_queries + of_functions
    gradient[own, own] -= 2
    gradient /= 2 * count * temperature
    return loss, gradient @ functions, gradient.T @ queries


def softmax(scores):
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponents / exponents.sum(axis=1, keepdims=True)


def through_normalization(gradient, vectors, lengths):
    along = (gradient * vectors).sum(axis=1, keepdims=True)
    return (gradient - along * vectors) / lengths


def parsed(arguments):
    settings = Settings()
    for argument in arguments:
        name, value = argument.split("=")
        setattr(settings, name, type(getattr(settings, name))(value))
    return settings


if __name__ == "__main__":
    main(sys.argv[1], parsed(sys.argv[2:]))
