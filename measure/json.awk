# Lines `what value unit` become one JSON object, `"what": value`. Digests and names are strings, whatever they look like, and may have spaces; lines that begin with # are remarks.
/^#/ || NF < 3 { next }
{
	what = $1
	unit = $NF
	value = $0
	sub(/^[^ \t]+[ \t]+/, "", value)
	sub(/[ \t]+[^ \t]+[ \t]*$/, "", value)
	if (unit == "digest" || unit == "name" || value !~ /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/) {
		gsub(/[\\"]/, "\\\\&", value)
		gsub(/[[:cntrl:]]/, " ", value)
		value = "\"" value "\""
	}
	if (!(what in seen))
		order[++n] = what
	seen[what] = value
}
END {
	printf "{"
	for (i = 1; i <= n; i++)
		printf("%s\n  \"%s\": %s", (i > 1 ? "," : ""), order[i], seen[order[i]])
	print "\n}"
}
