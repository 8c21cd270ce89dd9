#!/usr/bin/env python3
"""A CocoIndex app in live mode: a folder of source files, one table of chunks, no embedding.

Says `ready` once the table tells of the folder, and ends when its standard input does.
"""

import argparse
import asyncio
import os
import pathlib
import sys
from dataclasses import dataclass

# Without it, the import alone sends an event to CocoIndex's makers.
os.environ["COCOINDEX_DISABLE_USAGE_TRACKING"] = "1"

import asyncpg
import cocoindex as coco
from cocoindex.connectors import localfs, postgres
from cocoindex.ops.text import RecursiveSplitter, detect_code_language
from cocoindex.resources.file import FileLike, PatternFilePathMatcher

TABLE = "cocoindex_chunks"
DATABASE = coco.ContextKey[asyncpg.Pool]("database")
# The sizes of CocoIndex's own example for code.
SIZES = {"chunk_size": 1000, "min_chunk_size": 300, "chunk_overlap": 300}

splitter = RecursiveSplitter()


@dataclass
class Chunk:
    path: str
    start_offset: int
    end_offset: int
    text: str


@coco.fn(memo=True)
async def index_file(file: FileLike, table: postgres.TableTarget[Chunk]) -> None:
    path = file.file_path.path
    language = detect_code_language(filename=path.name)
    for chunk in splitter.split(await file.read_text(), language=language, **SIZES):
        table.declare_row(
            row=Chunk(str(path), chunk.start.char_offset, chunk.end.char_offset, chunk.text)
        )


@coco.fn
async def index_folder(root: pathlib.Path, extensions: list[str]) -> None:
    table = await postgres.mount_table_target(
        DATABASE,
        TABLE,
        await postgres.TableSchema.from_class(Chunk, primary_key=["path", "start_offset"]),
    )
    matcher = PatternFilePathMatcher(
        included_patterns=[f"**/*.{extension}" for extension in extensions],
        excluded_patterns=["**/.*", "**/node_modules", "**/target"],
    )
    files = localfs.walk_dir(root, live=True, recursive=True, path_matcher=matcher)
    await coco.mount_each(index_file, files.items(), table)


@coco.lifespan
async def environment(builder: coco.EnvironmentBuilder):
    builder.settings.db_path = pathlib.Path(options.state)
    async with asyncpg.create_pool(options.database) as pool:
        builder.provide(DATABASE, pool)
        yield


async def run():
    app = coco.App("live", index_folder, root=options.root, extensions=options.extensions)
    async with coco.runtime():
        async for snapshot in app.update(live=True).watch():
            if snapshot.status == coco.UpdateStatus.READY:
                print("ready", flush=True)
                break
        await asyncio.to_thread(sys.stdin.read)
        # The update itself ends with the process only.
        os._exit(0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=pathlib.Path, help="the folder")
    parser.add_argument("database", help="URL of the PostgreSQL database")
    parser.add_argument("state", help="a folder for what CocoIndex keeps of its own")
    parser.add_argument("extensions", nargs="+", help="of the files that count, without the dot")
    options = parser.parse_args()
    asyncio.run(run())
