"""The files of MCAP's conformance corpus, made again from their .json.

    python3 conformance.py CORPUS OUT

A checkout without Git LFS has only pointers in place of the .mcap files. This writes the bytes
anew and compares them with the pointer's SHA-256; OUT/made.txt lists the names that are equal, a
name that is not ends the program.
"""
import hashlib
import json
import os
import re
import struct
import sys
import zlib

MAGIC = b"\x89MCAP0\r\n"
OPS = {"Header": 1, "Footer": 2, "Schema": 3, "Channel": 4, "Message": 5, "Attachment": 9, "AttachmentIndex": 10,
       "Statistics": 11, "Metadata": 12, "MetadataIndex": 13, "SummaryOffset": 14, "DataEnd": 15, "ChunkIndex": 8}


def number(code):
    return lambda v: struct.pack("<" + code, int(v))


def text(v):
    b = v.encode()
    return struct.pack("<I", len(b)) + b


def data(v):
    return bytes(map(int, v))


def data4(v):
    return struct.pack("<I", len(v)) + data(v)


def data8(v):
    return struct.pack("<Q", len(v)) + data(v)


def mapping(key, value):
    def write(v):
        b = b"".join(key(k) + value(x) for k, x in v.items())
        return struct.pack("<I", len(b)) + b
    return write


FIELDS = {
    "Header": [("profile", text), ("library", text)],
    "Footer": [("summary_start", number("Q")), ("summary_offset_start", number("Q")), ("summary_crc", number("I"))],
    "Schema": [("id", number("H")), ("name", text), ("encoding", text), ("data", data4)],
    "Channel": [("id", number("H")), ("schema_id", number("H")), ("topic", text), ("message_encoding", text),
                ("metadata", mapping(text, text))],
    "Message": [("channel_id", number("H")), ("sequence", number("I")), ("log_time", number("Q")),
                ("publish_time", number("Q")), ("data", data)],
    "Attachment": [("log_time", number("Q")), ("create_time", number("Q")), ("name", text), ("media_type", text),
                   ("data", data8)],
    "AttachmentIndex": [("offset", number("Q")), ("length", number("Q")), ("log_time", number("Q")),
                        ("create_time", number("Q")), ("data_size", number("Q")), ("name", text), ("media_type", text)],
    "Statistics": [("message_count", number("Q")), ("schema_count", number("H")), ("channel_count", number("I")),
                   ("attachment_count", number("I")), ("metadata_count", number("I")), ("chunk_count", number("I")),
                   ("message_start_time", number("Q")), ("message_end_time", number("Q")),
                   ("channel_message_counts", mapping(number("H"), number("Q")))],
    "Metadata": [("name", text), ("metadata", mapping(text, text))],
    "MetadataIndex": [("offset", number("Q")), ("length", number("Q")), ("name", text)],
    "SummaryOffset": [("group_opcode", number("B")), ("group_start", number("Q")), ("group_length", number("Q"))],
    "DataEnd": [("data_section_crc", number("I"))],
    "ChunkIndex": [("message_start_time", number("Q")), ("message_end_time", number("Q")),
                   ("chunk_start_offset", number("Q")), ("chunk_length", number("Q")),
                   ("message_index_offsets", mapping(number("H"), number("Q"))), ("message_index_length", number("Q")),
                   ("compression", text), ("compressed_size", number("Q")), ("uncompressed_size", number("Q"))],
}


def framed(op, content, pad):
    content += b"\x01\xff\xff" if pad else b""
    return struct.pack("<BQ", op, len(content)) + content


def record(r, pad):
    kind, fields = r["type"], dict(r["fields"])
    content = b"".join(write(fields[name]) for name, write in FIELDS[kind])
    if kind == "Attachment":
        content += struct.pack("<I", zlib.crc32(content))
    return framed(OPS[kind], content, pad and kind not in ("Message", "DataEnd", "Footer"))


def chunk(records, pad, indexed):
    body, index, times = b"", {}, []
    for r in records:
        fields = dict(r["fields"])
        if r["type"] == "Message":
            time = int(fields["log_time"])
            times.append(time)
            index.setdefault(int(fields["channel_id"]), []).append((time, len(body)))
        body += record(r, False)
    head = struct.pack("<QQQI", min(times, default=0), max(times, default=0), len(body), zlib.crc32(body))
    out = framed(6, head + text("") + struct.pack("<Q", len(body)) + body, False)
    if indexed:
        for channel, entries in index.items():
            b = b"".join(struct.pack("<QQ", *e) for e in entries)
            out += framed(7, struct.pack("<HI", channel, len(b)) + b, pad)
    return out


def make(document):
    features = document["meta"]["variant"]["features"]
    pad = "pad" in features
    records = document["records"]
    end = [r["type"] for r in records].index("DataEnd")
    out = MAGIC + record(records[0], pad)
    waiting = []
    for r in records[1:end]:
        if "ch" in features and r["type"] in ("Schema", "Channel", "Message"):
            waiting.append(r)
        else:
            out += record(r, pad)
    if waiting or "ch" in features:
        out += chunk(waiting, pad, "mx" in features)
    for r in records[end:]:
        out += record(r, pad)
    return out + MAGIC


def main(corpus, folder):
    os.makedirs(folder, exist_ok=True)
    made = []
    for name in sorted(n[:-5] for n in os.listdir(corpus) if n.endswith(".json")):
        with open(os.path.join(corpus, name + ".json")) as file:
            document = json.load(file)
        with open(os.path.join(corpus, name + ".mcap"), "rb") as file:
            given = file.read()
        pointer = re.search(rb"oid sha256:([0-9a-f]{64})", given)
        content = make(document) if pointer else given
        if pointer and hashlib.sha256(content).hexdigest() != pointer.group(1).decode():
            sys.exit("%s: other bytes than the corpus has (%d)" % (name, len(content)))
        with open(os.path.join(folder, name + ".mcap"), "wb") as file:
            file.write(content)
        made.append(name)
    with open(os.path.join(folder, "made.txt"), "w") as file:
        file.write("\n".join(made) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
