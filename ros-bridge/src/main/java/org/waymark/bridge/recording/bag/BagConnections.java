package org.waymark.bridge.recording.bag;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.waymark.bridge.recording.Channel;
import org.waymark.bridge.recording.Encoding;
import org.waymark.bridge.recording.chunk.Bytes;
import org.waymark.bridge.recording.chunk.DamageException;

/** The connections of a bag, as far as their records were read. */
final class BagConnections {

  private static final int MAX_CONNECTIONS = 1 << 16;

  private final Map<Integer, Channel> channels = new LinkedHashMap<>();

  /** Takes a connection record; a second one of the same number says the same again. */
  void add(BagRecord record, Bytes bytes) throws IOException {
    int number = record.fields().fourBytes("conn");
    if (channels.containsKey(number)) {
      return;
    }
    if (channels.size() == MAX_CONNECTIONS) {
      throw new DamageException("more than %d connections".formatted(MAX_CONNECTIONS));
    }
    int length = bytes.require(record.dataAt(), record.dataLength());
    BagFields connection = BagFields.read(bytes.read(record.dataAt(), length));
    String topic = record.fields().textOrEmpty("topic");
    channels.put(number, new Channel(number, topic, connection.textOrEmpty("type"), Encoding.ROS1));
  }

  @Nullable Channel get(int number) {
    return channels.get(number);
  }

  Collection<Channel> all() {
    return Collections.unmodifiableCollection(channels.values());
  }
}
