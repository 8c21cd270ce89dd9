. colors.sh
