"""Fetches the packages of `packages/` by ordinary installs, and keeps those with a permissive licence.

    python3 harvest.py CACHE

Each package ends in a folder of its own, CACHE/sources/REGISTRY/NAME. What is kept is listed in
CACHE/sources.tsv: registry, name, version, licence, folder. A package that cannot be had is told
of and left out: registries change.
"""

import email
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from licences import debian_licence, is_permissive, npm_licence, python_licence

LISTS = Path(__file__).parent / "packages"
SECONDS_FOR_A_BATCH = 600
SCRIPTS = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", "/package.json")


def main(cache):
    cache.mkdir(parents=True, exist_ok=True)
    registries = {"pypi": pypi, "npm": npm, "crates": crates, "debian": debian}
    with ThreadPoolExecutor(len(registries)) as pool:
        found = pool.map(lambda one: one[1](cache, listed(one[0])), registries.items())
        rows = sorted({row for rows in found for row in rows})
    rows += elixir(cache, listed("debian-source"))
    kept = [row for row in rows if is_permissive(row[3])]
    lines = ["\t".join([*row[:4], str(code_folder(Path(row[4])))]) for row in kept]
    (cache / "sources.tsv").write_text("\n".join(["registry\tname\tversion\tlicence\tfolder", *lines]) + "\n")
    print(f"harvest: {len(kept)} packages kept, {len(rows) - len(kept)} left out for their licence")


def code_folder(folder):
    """Where the paths of a package begin: below folders that hold nothing but one folder, which
    are the registry's and not the package's."""
    for inner in ("usr/share/gocode/src", "usr/share"):
        if (folder / inner).is_dir():
            folder = folder / inner
            break
    while len(inside := list(folder.iterdir())) == 1 and inside[0].is_dir():
        folder = inside[0]
    return folder


def listed(registry):
    return (LISTS / f"{registry}.txt").read_text().split()


def batches(names, size):
    return [names[start : start + size] for start in range(0, len(names), size)]


def run(command, folder):
    """The exit status and what the command said; a batch that hangs is given up."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=SECONDS_FOR_A_BATCH
        )
        return done.returncode, done.stdout + done.stderr
    except subprocess.TimeoutExpired:
        return 1, "timed out"


def in_batches(fetch, names, size, folder):
    """Fetches each batch; the names of one that fails are tried by halves. Once all were tried,
    another run fetches nothing again."""
    def attempt(batch):
        if not fetch(batch, folder):
            if len(batch) > 1:
                middle = len(batch) // 2
                attempt(batch[:middle])
                attempt(batch[middle:])
            else:
                print(f"harvest: not to be had: {batch[0]}", file=sys.stderr)

    done = folder / "done"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for batch in batches(names, size):
        attempt(batch)
    done.touch()


# PyPI: wheels without compiled code, so that nothing of a package runs here.

def pypi(cache, names):
    wheels = cache / "downloads" / "pypi"
    in_batches(fetch_wheels, names, 30, wheels)
    return [row for wheel in sorted(wheels.glob("*.whl")) if (row := unpack_wheel(cache, wheel))]


def fetch_wheels(names, folder):
    pure = ["--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none"]
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--python-version=3.12"]
    left = list(names)
    while left:
        status, said = run(command + pure + ["-d", "."] + left, folder)
        if status == 0:
            return True
        missing = re.search(r"No matching distribution found for ([\w.-]+)", said)
        if not missing or missing[1] not in left:
            return False
        left.remove(missing[1])
    return True


def unpack_wheel(cache, wheel):
    name, version = wheel.name.split("-")[:2]
    folder = cache / "sources" / "pypi" / name
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = [m for m in archive.namelist() if m.endswith((".py", "/METADATA"))]
            archive.extractall(folder, members)
    except zipfile.BadZipFile:
        return None
    metadata = next(folder.glob("*.dist-info/METADATA"), None)
    if metadata is None:
        return None
    licence = python_licence(email.message_from_string(metadata.read_text(errors="replace")))
    return ("pypi", name, version, licence, str(folder))


# npm: the packages alone, as they were published; nothing is installed.

def npm(cache, names):
    folder = cache / "downloads" / "npm"
    in_batches(fetch_npm, names, 20, folder)
    return [row for package in sorted(folder.glob("*.tgz")) if (row := unpack_npm(cache, package))]


def fetch_npm(names, folder):
    status, _ = run(["npm", "pack", "--silent", *names], folder)
    return status == 0


def unpack_npm(cache, package):
    folder = cache / "sources" / "npm" / package.stem
    try:
        with tarfile.open(package) as archive:
            scripts = [m for m in archive.getmembers() if m.isfile() and m.name.endswith(SCRIPTS)]
            archive.extractall(folder, scripts, filter="data")
        told = json.loads(next(folder.glob("*/package.json")).read_text(errors="replace"))
    except (tarfile.TarError, StopIteration, ValueError, OSError):
        return None
    licence = npm_licence(told)
    return ("npm", str(told.get("name", "")), str(told.get("version", "")), licence, str(folder))


# Crates: with what the crates depend on; nothing is built.

def crates(cache, names):
    folder = cache / "downloads" / "crates"
    in_batches(fetch_crates, names, 20, folder)
    rows = {}
    for manifest in folder.glob("*/vendor/*/Cargo.toml"):
        try:
            package = tomllib.loads(manifest.read_text()).get("package", {})
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            continue
        name, version = str(package.get("name")), str(package.get("version"))
        licence = str(package.get("license", "")).replace("/", " OR ")
        rows.setdefault(name, ("crates", name, version, licence, str(manifest.parent)))
    return list(rows.values())


def fetch_crates(names, folder):
    place = folder / f"{names[0]}-{len(names)}"
    (place / "src").mkdir(parents=True, exist_ok=True)
    (place / "src" / "lib.rs").write_text("")
    wanted = "".join(f'{name} = "*"\n' for name in names)
    package = '[package]\nname = "harvest"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n'
    (place / "Cargo.toml").write_text(f"{package}[dependencies]\n{wanted}")
    status, _ = run(["cargo", "vendor", "-q", "vendor"], place)
    return status == 0


# Debian: development packages of Go libraries, which are their sources.

def debian(cache, names):
    folder = cache / "downloads" / "debian"
    in_batches(fetch_debian, names, 40, folder)
    return [unpack_debian(cache, package) for package in sorted(folder.glob("*.deb"))]


def fetch_debian(names, folder):
    status, _ = run(["apt-get", "download", "-q", *names], folder)
    return status == 0


def unpack_debian(cache, package):
    name, version = package.name.split("_")[:2]
    folder = cache / "sources" / "debian" / name
    folder.mkdir(parents=True, exist_ok=True)
    run(["dpkg-deb", "-x", str(package), str(folder)], folder)
    copyright_file = folder / "usr/share/doc" / name / "copyright"
    text = copyright_file.read_text(errors="replace") if copyright_file.exists() else ""
    return ("debian", name, version.replace("%3a", ":"), debian_licence(text), str(folder))


def elixir(cache, names):
    """Debian's source packages, by a list of sources made from the machine's own."""
    folder = cache / "downloads" / "debian-source"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "lists" / "partial").mkdir(parents=True)
    (folder / "sources.list").write_text(source_lines())
    options = [
        "-o", f"Dir::Etc::SourceList={folder}/sources.list", "-o", "Dir::Etc::SourceParts=-",
        "-o", f"Dir::State::Lists={folder}/lists",
        "-o", "Acquire::IndexTargets::deb-src::Sources::DefaultEnabled=true",
    ]
    run(["apt-get", "update", "-q", *options], folder)
    run(["apt-get", "source", "-q", "--only-source", *options, *names], folder)
    rows = []
    for place in sorted(path for path in folder.glob("*-*") if path.is_dir()):
        name, version = place.name.rsplit("-", 1)
        text = (place / "debian" / "copyright").read_text(errors="replace")
        rows.append(("debian", name, version, debian_licence(text), str(place)))
    return rows


def source_lines():
    text = subprocess.run(["apt-get", "indextargets", "--format", "$(SITE) $(RELEASE)", "Created-By: Packages"],
                          capture_output=True, text=True).stdout
    sites = sorted({tuple(line.split()[:2]) for line in text.splitlines() if len(line.split()) == 2})
    return "".join(f"deb-src {site} {release} main\n" for site, release in sites if "debian" in site)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
