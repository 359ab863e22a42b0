"""What stands in fuzzed files where a value, a name or a few bytes were: each has broken some reader once."""

from typing import Any

# What Python cannot hold is put between these into the text that `json.dumps` makes, quotes and all.
RAW_START, RAW_END = "\ue000", "\ue001"


def raw(token: str) -> str:
    """A value that is written into JSON as it stands, without quotes."""
    return RAW_START + token + RAW_END


DEEP = 3000
NUMBERS: tuple[Any, ...] = (
    *(0, -1, 1.5, 2**31, 2**63, -(2**63), 2**64, 10**18, 1788861600, 1788861600000, 10**30),
    *(raw("1" + "0" * 400), raw("1e999"), raw("-1e999"), raw("NaN"), raw("Infinity"), raw("-Infinity")),
    *(raw("-0"), raw("-0.0"), raw("01"), raw("1e"), raw("+1"), raw("0x10"), raw("1" * 5000)),
    *("NaN", "inf", "1e400", "1e3", " 7 ", "1_000", "1,5", "0x10", "١٢", "-0", "9" * 400, "1e-400"),
)
TIMES: tuple[Any, ...] = (
    *("2026-09-08T10:00:00", "2026-09-08T24:00:00Z", "2026-09-08T23:59:60Z", "2026-09-08", "10:00:00Z"),
    *("infinity", "-infinity", "epoch", "now", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"),
    *("294247-01-10T04:00:54.775806Z", "290309-12-22 (BC) 00:00:00Z", "2026-09-08T10:00:00+99:99"),
    *("2026-09-08T10:00:00+15:59:59", "2026-09-08 10:00:00 Europe/Berlin", "2026-09-08T10:00:00.123456789123Z"),
    *("2026-09-08T00:00:00+00:00", "2026-09-07T23:59:59.9999999Z", "2026-09-01T00:00:00Z", "2026-09-09T12:00:00Z"),
    *("99999999999999999999", "9223372036854775807", "-9223372036854775808", 2**62, -(2**62)),
)
TEXTS: tuple[Any, ...] = (
    *("", " ", "\n", "\r\n", "\t", "\0", "a\0b", "\x1b[31m", "\x7f", "\u2028", "\u202e", "\ufeff", "\ufffe", "😀"),
    *("\ud800", "\udc00\ud800", "\U0010ffff", "a\ud800", "é" * 300, "x" * 257, "x" * 70_000, "ﷺ" * 100),
    *("null", "None", "true", "[]", "{}", "[{", '[{"text":1}]', '{"a":1}', "[1,2", '["', '[{"text":"x"}', "[[[[", "\\"),
    *("'", '"', '""', '"a', ",", ";", "a,b;c|d", "--", "');", "$1", "${x}", "%s", "%40", "{0}", "\\u0000", "\\ud800"),
    *("::1", "::ffff:1.2.3.4", "999.1.1.1", "1.2.3.4, 5.6.7.8", "2001:db8::/32", "fe80::1%eth0", "[2600::1]:443"),
    *("1.2.3.4:80", "for=1.2.3.4", ",", ", ,", "0", "1" * 40, "0x", "g" * 32, "f" * 32, "f" * 64, "-1", "?"),
)
SHAPES: tuple[Any, ...] = (
    *(None, True, False, [], {}, [[]], [None], [[None]], {"": ""}, [{}], [1, "a", None, {}], {"a": {"b": [None]}}),
    *([{"role": "user"}], [{"role": 1, "content": {}}], [{"content": [{"type": "text", "text": "x"}]}], ["user"]),
    *([{"role": "user", "content": [{"text": None}, {"text": 1}, 7]}], {"role": "user", "content": "x"}),
    *([{"role": "user", "content": "x"}] * 200, [None, {"role": None, "content": None}], "x"),
    *(raw("[" * DEEP + "]" * DEEP), raw('{"a":' * DEEP + "1" + "}" * DEEP), raw('{"a":1,"a":2}'), raw("[1,]")),
    *(raw('"\\ud800"'), raw('"\\u0000"'), raw('"\\x"'), raw("'a'"), raw(""), raw('"a'), raw("undefined"), raw("/**/1")),
)
VALUES = NUMBERS + TIMES + TEXTS + SHAPES

# Names of landing's own columns, of DuckDB's, of other sources' marks, and what is hard to quote.
NAMES = (
    *("source_file", "row_number", "__path", "filename", "file_row_number", "broken", "left_out", "refused_for", "raw"),
    *("source", "rowid", "json", "row", "dt", "day", "path", "landed", "mapped", "correction", "taken", "key", "rows"),
    *("Source_File", "FILE_ROW_NUMBER", "FileName", "file_index", "REQUEST_ID", "Ts", "request_id ", "Messages"),
    *('a"b', "a'b", "a;b", "a.b", "a,b", "a\nb", "$", "$.x", "*", "", " ", "\0", "é", "select", "x" * 300, "\ud800"),
    *("request_id", "ts", "account_id", "status", "input_tokens", "messages", "id", "metadata", "startTime", "Records"),
    *("resourceSpans", "resourceLogs", "resourceMetrics", "schemaType", "requestId", "modelId", "created_at", "email"),
    *(
        "json_transform",
        "unnest",
        "span",
        "line",
        "event",
        "lambda",
        "m",
        "hash",
        "ts_1",
        "filename_1",
        "__index_level_0__",
    ),
)

BYTES = (
    *(b"\0", b"\0" * 8, b"\xff", b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80", b"\x80"),
    *(
        b"\xef\xbb\xbf",
        b"\xfe\xff",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n\n",
        b"\x0b",
        b"\x0c",
        b"\x1a",
        b"\x1c",
        b"\x85",
        b" " * 50,
    ),
    *(b'"', b'""', b'"""', b"'", b"\\", b"\\u", b"\\ud800", b",", b":", b"{", b"}", b"[", b"]", b"{}", b"[]", b"null"),
    *(
        b"}{",
        b"},{",
        b"]\n[",
        b"//",
        b"/*",
        b"#",
        b"NaN",
        b"1e999",
        b"-",
        b"\t",
        b";",
        b"|",
        b"\xe2\x80\xa8",
        b"\xc2\x85",
    ),
    *(b"x" * 5000, b"[" * 5000, b'{"a":' * 5000, b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"),
)
LINES = (
    *(
        b"",
        b" ",
        b"\t",
        b"\r",
        b"\x0b",
        b"\0",
        b"{}",
        b"[]",
        b"null",
        b"true",
        b"7",
        b'"x"',
        b"x",
        b"{",
        b"}",
        b"[",
        b"]",
    ),
    *(
        b"[{}]",
        b"{} {}",
        b"{},",
        b",",
        b'{"a":1}{"b":2}',
        b'{"a":1',
        b'{"a":"',
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"#",
        b"--",
    ),
    *(b'{"request_id":"x"}', b'{"resourceSpans":[]}', b'{"resourceSpans":null}', b'{"Records":7}', b"[" * 3000),
    *(b'{"resourceSpans":[{"scopeSpans":[{"spans":[{},{},null]}]}]}', b'{"resourceLogs":{}}', b"\x1e{}", b"{}\x1e"),
)
