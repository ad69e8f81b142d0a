"""Reads a TensorBoard event file with Google's Protocol Buffers and a CRC of its own.

Usage: event_file.py FILE; prints JSON: a list of events. The messages are those fields of
tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto that are written.
"""
import json
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

FIELD = descriptor_pb2.FieldDescriptorProto


def messages():
    file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="t", syntax="proto2")

    def message(name, *fields):
        added = file.message_type.add(name=name)
        for field, number, kind, label, of in fields:
            added.field.add(name=field, number=number, type=kind, label=label, type_name=of)

    one, many = FIELD.LABEL_OPTIONAL, FIELD.LABEL_REPEATED
    message("SessionLog", ("status", 1, FIELD.TYPE_INT32, one, None))
    message("Value", ("tag", 1, FIELD.TYPE_STRING, one, None), ("simple_value", 2, FIELD.TYPE_FLOAT, one, None))
    message("Summary", ("value", 1, FIELD.TYPE_MESSAGE, many, ".t.Value"))
    message(
        "Event",
        ("wall_time", 1, FIELD.TYPE_DOUBLE, one, None),
        ("step", 2, FIELD.TYPE_INT64, one, None),
        ("file_version", 3, FIELD.TYPE_STRING, one, None),
        ("summary", 5, FIELD.TYPE_MESSAGE, one, ".t.Summary"),
        ("session_log", 7, FIELD.TYPE_MESSAGE, one, ".t.SessionLog"),
    )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("t.Event"))


def masked_crc(data):
    """CRC-32C bit by bit (RFC 3720), masked as in tensorflow/core/lib/hash/crc32c.h."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def main():
    event = messages()
    events = []
    with open(sys.argv[1], "rb") as file:
        while header := file.read(12):
            length, crc = struct.unpack("<QI", header)
            assert crc == masked_crc(header[:8]), "CRC of a length"
            data = file.read(length)
            assert struct.unpack("<I", file.read(4))[0] == masked_crc(data), "CRC of a record"
            read = event.FromString(data)
            assert read.SerializeToString() == data, "unknown fields, or another order"
            events.append(json_format.MessageToDict(read, preserving_proto_field_name=True))
    print(json.dumps(events))


main()
