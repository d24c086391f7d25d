# tap.sh: TAP for suites written in bash. Source it, call ok, skip or check for each case, and end with done_testing.
tap_n=0 tap_failed=0

# ok STATUS WHAT: one case; well if STATUS is 0.
ok() {
	tap_n=$((tap_n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tap_n - $2"
	else
		echo "not ok $tap_n - $2"
		tap_failed=$((tap_failed + 1))
	fi
}

# check WHAT COMMAND...: one case; well if the command is. Its output is shown as remarks if it is not.
check() {
	local what=$1 out status=0
	shift
	out=$("$@" 2>&1) || status=$?
	ok "$status" "$what"
	if [ "$status" != 0 ]; then printf '%s\n' "$out" | tail -n 40 | sed 's/^/# /'; fi
}

# same WHAT GOT WANTED
same() {
	if [ "$2" = "$3" ]; then
		ok 0 "$1"
	else
		ok 1 "$1"
		printf '%s\n' "got:    $2" "wanted: $3" | sed 's/^/# /'
	fi
}

skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

done_testing() {
	echo "1..$tap_n"
	[ "$tap_failed" = 0 ]
	exit
}
