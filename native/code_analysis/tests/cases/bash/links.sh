. ./a.sh
source "$HOME/lib b.sh" argument
[ -s "$NVM_DIR/nvm.sh" ] && \. "$NVM_DIR/nvm.sh"
source '../c.sh'; . "$(dirname "$0")"/d.sh
DEBUG=1 source e.sh || exit
f() {
  . /etc/rc
}
. <(generate)
echo source not.sh . not.sh
source_it not.sh
./not.sh

# Where things are.
export ROOT=/opt PATH="$PATH:$ROOT" LANG
export -f f g
export -n LANG
export -p
export "QUOTED=1" "$DYNAMIC" $(cat .env)
declare -x FROM_DECLARE=1
declare -rx BOTH
typeset -fx g
declare -i NOT=1
local -x CONFINED=1
readonly NOT_EITHER=1

unalias ls
\. ./kept_from_aliases.sh
