# Sourced by the commands in bench/: the release build, and `bench SCRIPT ARGUMENTS…`.

bench_folder=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
source "$bench_folder/../bin/support/setup.sh"
command_name="bench/$(basename "$0")"

# The corpus may be given relative to where the command is called.
corpus_folder() {
  [ -d "$1" ] || fail "$1 is not a folder"
  (cd "$1" && pwd)
}

prepare_build() {
  cd "$bench_folder/.."
  prepare_environment
  ensure_packages
  ensure_rust
  export MIX_ENV=prod
  ensure_dependencies
  quietly "the build" mix compile
}

bench() {
  local script=$1
  shift
  prepare_build
  ensure_postgres
  exec mix run --no-compile --require "bench/support/*.exs" "$script" "$@"
}
