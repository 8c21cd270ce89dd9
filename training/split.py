"""Splits the functions into those to train with, to choose by (dev) and to measure once (test).

    python3 split.py FOLDER

A project is in one of them, with all projects whose names begin with the same word. What is in
training and nearly the same as a function of dev or test is left out of training: both have the
same stems to 7 tenths (Jaccard, estimated by 24 minhashes; functions that agree on none of 8 bands of
three are not compared). Doubles within a part are left out as well. Writes FOLDER/parts.npy: for
each function 0 (left out), 1 (train), 2 (dev) or 3 (test).
"""

import re
import sys
import zlib
from pathlib import Path

import numpy as np

import corpus

LEFT_OUT, TRAIN, DEV, TEST = range(4)
HASHES, BAND = 24, 3
NEARLY_THE_SAME = 0.7
TEST_PERCENT, DEV_PERCENT = 8, 4

# Elixir has one package in the registries, which is trained with. What is measured with comes
# from checkouts, of which these are for dev.
DEV_CHECKOUTS = {"plug", "oban", "ex_doc", "telemetry", "decimal", "jason", "explorer"}


def main(folder):
    data = corpus.read(folder)
    parts = np.array([part(project) for project in data.project], np.int8)
    everything = data.functions(slice(None))
    signatures = minhashes(everything)
    keep = np.diff(everything.indptr) >= 5
    print(f"split: {(~keep).sum()} functions of fewer than 5 different stems left out")
    doubles = same_as_one_before(signatures, parts)
    print(f"split: {(doubles & keep).sum()} doubles within a part left out")
    parts[~keep | doubles] = LEFT_OUT
    near = near_held_out(signatures, parts)
    print(f"split: {near.sum()} functions left out of training that are nearly some of dev or test")
    parts[near] = LEFT_OUT
    np.save(Path(folder) / "parts.npy", parts)
    tell(data, parts)


def part(project):
    registry, name = project.split(":", 1)
    if registry == "checkout":
        return DEV if name in DEV_CHECKOUTS else TEST
    percent = zlib.crc32(family(registry, name).encode()) % 100
    if name == "elixir-lang" or percent >= TEST_PERCENT + DEV_PERCENT:
        return TRAIN
    return TEST if percent < TEST_PERCENT else DEV


def family(registry, name):
    """
    >>> family("npm", "babel-core-1.0"), family("debian", "golang-github-docker-go-units-dev")
    ('babel', 'docker')
    """
    if registry == "debian":
        name = re.sub(r"^golang-(github|gopkg|golang|google)-", "", name)
    return next((word for word in re.split(r"[^a-z0-9]+", name.lower()) if word), name)


def minhashes(matrix):
    """For each row the least of its stems' hashes, by 24 ways to hash."""
    random = np.random.default_rng(1)
    stem_hashes = random.integers(0, 2**32, (HASHES, matrix.shape[1]), dtype=np.uint32)
    filled = np.flatnonzero(np.diff(matrix.indptr))
    signatures = np.full((matrix.shape[0], HASHES), 2**32 - 1, np.uint32)
    for hashing in range(HASHES):
        of_stems = stem_hashes[hashing][matrix.indices]
        signatures[filled, hashing] = np.minimum.reduceat(of_stems, matrix.indptr[filled])
    return signatures


def band_keys(signatures, band):
    return keys(signatures[:, band * BAND : (band + 1) * BAND])


def keys(columns):
    """One number for each row: rows that differ have the same by chance alone."""
    mixed = np.zeros(len(columns), np.uint64)
    for column in columns.T:
        mixed = (mixed ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def same_as_one_before(signatures, parts):
    """Rows with the minhashes of an earlier one in the same part, all but a few."""
    twice = np.zeros(len(parts), bool)
    for columns in (signatures[:, :12], signatures[:, 12:]):
        key = keys(columns) + parts.astype(np.uint64)
        first = np.unique(key, return_index=True)[1]
        repeated = np.ones(len(parts), bool)
        repeated[first] = False
        twice |= repeated
    return twice


def near_held_out(signatures, parts):
    """Rows of training that are nearly the same as one of dev or test."""
    near = np.zeros(len(parts), bool)
    held_out, training = np.flatnonzero(parts >= DEV), np.flatnonzero(parts == TRAIN)
    for band in range(HASHES // BAND):
        key = band_keys(signatures, band)
        order = held_out[np.argsort(key[held_out], kind="stable")]
        first = np.searchsorted(key[order], key[training], "left")
        last = np.searchsorted(key[order], key[training], "right")
        # Of many that agree on a band the first few are compared: they are alike themselves.
        for step in range(4):
            there = np.flatnonzero(first + step < last)
            rows, others = training[there], order[first[there] + step]
            alike = (signatures[rows] == signatures[others]).mean(axis=1)
            near[rows[alike >= NEARLY_THE_SAME]] = True
    return near


def tell(data, parts):
    has_query = data.has_query()
    print("split: language, functions (documented ones) and projects of train, dev, test")
    for language in np.unique(data.language):
        cells = []
        for one in (TRAIN, DEV, TEST):
            rows = (parts == one) & (data.language == language)
            projects = len(np.unique(data.project[rows]))
            cells.append(f"{rows.sum():>8} ({(rows & has_query).sum():>7}) {projects:>5}")
        print(f"split: {language:<11}" + "  ".join(cells))


if __name__ == "__main__":
    main(sys.argv[1])
