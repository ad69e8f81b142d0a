package org.waymark.bridge.recording.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.Encoding;
import org.waymark.bridge.recording.chunk.DamageException;

/** The schemas and channels of a file, as far as their records were read. Ids have two bytes. */
final class McapChannels {

  private final Map<Integer, String> schemas = new HashMap<>();
  private final Map<Integer, Channel> channels = new LinkedHashMap<>();

  /** Takes the content of a schema record. */
  void addSchema(ByteBuffer content) throws IOException {
    McapRecord.need(content, Short.BYTES);
    int id = Short.toUnsignedInt(content.getShort());
    if (id == 0) {
      throw new DamageException("a schema of the number 0, which means none");
    }
    schemas.putIfAbsent(id, McapRecord.text(content));
  }

  /** Whether the schema of a channel record's content is known, or it has none. */
  boolean knowsSchema(ByteBuffer content) throws IOException {
    McapRecord.need(content, 2 * Short.BYTES);
    int schema = Short.toUnsignedInt(content.getShort(content.position() + Short.BYTES));
    return schema == 0 || schemas.containsKey(schema);
  }

  /** Takes the content of a channel record. */
  void addChannel(ByteBuffer content) throws IOException {
    McapRecord.need(content, 2 * Short.BYTES);
    int id = Short.toUnsignedInt(content.getShort());
    int schema = Short.toUnsignedInt(content.getShort());
    String topic = McapRecord.text(content);
    Encoding encoding =
        switch (McapRecord.text(content)) {
          case "ros1" -> Encoding.ROS1;
          case "cdr" -> Encoding.CDR;
          default -> Encoding.OTHER;
        };
    channels.putIfAbsent(id, new Channel(id, topic, schemas.getOrDefault(schema, ""), encoding));
  }

  @Nullable Channel get(int id) {
    return channels.get(id);
  }

  Collection<Channel> all() {
    return Collections.unmodifiableCollection(channels.values());
  }
}
