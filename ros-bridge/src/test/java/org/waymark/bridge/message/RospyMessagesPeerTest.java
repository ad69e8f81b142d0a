package org.waymark.bridge.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.testing.Python;

/** Rospy's own classes have the same sums, and write what they read of ours byte by byte. */
@Tag("peer")
class RospyMessagesPeerTest {

  private static final String ECHO =
      """
      import importlib, io, sys
      for line in open("messages.txt"):
          name, md5, ours = line.split()
          package, short = name.split("/")
          c = getattr(importlib.import_module(package + ".msg"), short)
          assert c._md5sum == md5, (name, c._md5sum, md5)
          message = c()
          message.deserialize(bytes.fromhex(ours))
          out = io.BytesIO()
          message.serialize(out)
          assert out.getvalue().hex() == ours, (name, out.getvalue().hex(), ours)
          print(name)
      """;

  @TempDir Path folder;

  @Test
  void shouldMeanTheSameAsRospy() throws Exception {
    Python python =
        Python.with(
            "genpy, sensor_msgs.msg, nav_msgs.msg, diagnostic_msgs.msg, tf2_msgs.msg, rosgraph_msgs.msg");
    RandomMessages random = new RandomMessages(7);
    StringBuilder lines = new StringBuilder();
    for (MessageType<?> type : MessageTypes.all()) {
      for (int i = 0; i < 10; i++) {
        lines.append("%s %s %s\n".formatted(type.name(), type.md5(), bytes(type, random)));
      }
    }
    Files.writeString(folder.resolve("messages.txt"), lines);
    assertThat(python.run(folder, ECHO).lines().distinct())
        .containsExactlyElementsOf(MessageTypes.all().stream().map(MessageType::name).toList());
  }

  private static <M> String bytes(MessageType<M> type, RandomMessages random) throws Exception {
    return HexFormat.of().formatHex(Ros1Writer.toBytes(type, random.next(type)));
  }
}
