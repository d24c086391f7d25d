# Draws one picture as SVG. Lines of input, parted by tabs:
#   title TEXT | x LABEL FROM TO STEP | y LABEL FROM TO STEP | tick X TEXT (names on the x axis instead of numbers)
#   series NAME KIND (line, step, dots, bars) | point X Y (of the last series) | note X Y TEXT
BEGIN {
	FS = "\t"
	W = 720; H = 416; L = 64; R = 20; T = 52; B = 92
	split("#14587f #bf3a1e #0f7560 #9a5b00 #6b4fa0", colour, " ")
}
$1 == "title" { title = $2 }
$1 == "x" { xl = $2; x0 = $3; x1 = $4; xs = $5 }
$1 == "y" { yl = $2; y0 = $3; y1 = $4; ys = $5 }
$1 == "tick" { tick[++nt] = $2; tick_text[nt] = $3 }
$1 == "series" { name[++ns] = $2; kind[ns] = $3; if ($3 == "bars") bar[ns] = ++bars }
$1 == "point" { px[ns, ++np[ns]] = $2; py[ns, np[ns]] = $3 }
$1 == "note" { nx[++nn] = $2; ny[nn] = $3; note[nn] = $4 }
function tenths(v) { return int(v * 10 + 0.5) / 10 }
function X(v) { return tenths(L + (v - x0) / (x1 - x0) * (W - L - R)) }
function Y(v) { return tenths(H - B - (v - y0) / (y1 - y0) * (H - T - B)) }
function text(x, y, s, anchor, class) { printf "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" class=\"%s\">%s</text>\n", x, y, anchor, class, s }
END {
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n", W, H, title
	print "<style>text{font:13px system-ui,\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;fill:#1c2430}.t{font-size:15px;font-weight:600}.s{fill:#4a5462;font-size:12px}.g{stroke:#e1e4e9}.a{stroke:#8a94a3}</style>"
	printf "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", W, H
	text(L, 24, title, "start", "t")
	for (v = y0; v <= y1 + ys / 1000; v += ys) {
		printf "<line x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\" class=\"g\"/>\n", L, W - R, Y(v), Y(v)
		text(L - 8, Y(v) + 4, v + 0, "end", "s")
	}
	text(L, 43, yl, "start", "s")
	if (nt)
		for (i = 1; i <= nt; i++)
			text(X(tick[i]), H - B + 18, tick_text[i], "middle", "s")
	else
		for (v = x0; v <= x1 + xs / 1000; v += xs)
			text(X(v), H - B + 18, v + 0, "middle", "s")
	text(W - R, H - B + 36, xl, "end", "s")
	for (s = 1; s <= ns; s++) {
		c = colour[(s - 1) % 5 + 1]
		if (kind[s] == "bars") {
			w = (W - L - R) / (x1 - x0) * 0.8 / bars
			for (i = 1; i <= np[s]; i++)
				printf "<rect x=\"%.1f\" y=\"%s\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n", X(px[s, i]) - w * bars / 2 + w * (bar[s] - 1), Y(py[s, i]), w - 1, Y(y0) - Y(py[s, i]), c
		} else if (kind[s] == "dots") {
			for (i = 1; i <= np[s]; i++)
				printf "<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"/>\n", X(px[s, i]), Y(py[s, i]), c
		} else {
			printf "<path fill=\"none\" stroke=\"%s\" stroke-width=\"2\" d=\"", c
			for (i = 1; i <= np[s]; i++) {
				if (i == 1)
					printf "M%s %s", X(px[s, i]), Y(py[s, i])
				else if (kind[s] == "step")
					printf "H%sV%s", X(px[s, i]), Y(py[s, i])
				else
					printf "L%s %s", X(px[s, i]), Y(py[s, i])
			}
			print "\"/>"
		}
	}
	printf "<line x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\" class=\"a\"/>\n", L, W - R, Y(y0), Y(y0)
	for (i = 1; i <= nn; i++)
		text(X(nx[i]), Y(ny[i]), note[i], "middle", "s")
	x = L
	y = H - 40
	for (s = 1; s <= ns; s++) {
		n = 0
		for (i = 1; i <= length(name[s]); i++) # a Chinese character has three bytes
			n += substr(name[s], i, 1) > "~" ? 4.2 : 6.6
		if (x + 17 + n > W) {
			x = L
			y += 18
		}
		printf "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>\n", x, y, colour[(s - 1) % 5 + 1]
		text(x + 17, y + 10, name[s], "start", "s")
		x += n + 40
	}
	print "</svg>"
}
