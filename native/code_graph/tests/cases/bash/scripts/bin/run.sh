#!/bin/bash
. "$(dirname "$0")/../lib/log.sh"
source "${BASH_SOURCE%/*}/helper.sh"
source "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/helper.sh"
SCRIPT_DIR=$(cd "$(dirname "$0")" && pwd)
source "$SCRIPT_DIR/../lib/colors.sh"
source lib/log.sh
source ./helper.sh
. ./absent.sh
source "${BASH_SOURCE%/*}/gone.sh"
source /etc/profile
source "$HOME/.profile"
source "$SCRIPT_DIR/$name.sh"
source ../../outside.sh
source activate
