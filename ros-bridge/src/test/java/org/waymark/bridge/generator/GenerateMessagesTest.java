package org.waymark.bridge.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions become records with the sums that ROS computes; bad definitions name their line. */
class GenerateMessagesTest {

  private static final MsgFile HEADER =
      MsgFile.parse("std_msgs/Header", "uint32 seq\ntime stamp\nstring frame_id\n");

  @TempDir Path folder;

  @Test
  void shouldComputeTheSumAsRosDoes() {
    // rosmsg md5 std_msgs/Header, diagnostic_msgs/DiagnosticStatus, diagnostic_msgs/DiagnosticArray
    MsgFile value = MsgFile.parse("diagnostic_msgs/KeyValue", "string key\nstring value # any");
    MsgFile status =
        MsgFile.parse(
            "diagnostic_msgs/DiagnosticStatus",
            """
            byte OK=0
            byte WARN = 1
            byte level   # how bad
            byte ERROR=2
            byte STALE=3
            string  name
            string message

            string hardware_id
            KeyValue[] values
            """);
    MsgFile array =
        MsgFile.parse(
            "diagnostic_msgs/DiagnosticArray", "Header header\nDiagnosticStatus[] status\n");
    MsgFiles files = new MsgFiles(List.of(HEADER, value, status, array));
    assertThat(files.md5(HEADER)).isEqualTo("2176decaecbce78abc3b96ef049fabed");
    assertThat(files.md5(status)).isEqualTo("d0ce08bc6e5ba34c7754f563a9cabaf1");
    assertThat(files.md5(array)).isEqualTo("60810da900de1dd6ddd437c3503511da");
  }

  @Test
  void shouldAppendTheDefinitionsOfMessagesWithin() {
    MsgFile pose = MsgFile.parse("a/Two", "Header header\nHeader again\n");
    assertThat(new MsgFiles(List.of(HEADER, pose)).definition(pose))
        .isEqualTo(
            "Header header\nHeader again\n\n"
                + "=".repeat(80)
                + "\nMSG: std_msgs/Header\n"
                + HEADER.text());
  }

  @Test
  void shouldWriteOnlyWhatChanged() throws Exception {
    Path definitions = folder.resolve("msg");
    Path msg = Files.createDirectories(definitions.resolve("a"));
    Path out = folder.resolve("out");
    Files.writeString(msg.resolve("One.msg"), "float64 x\n");
    Files.writeString(msg.resolve("Two.msg"), "One[2] pair\n");
    GenerateMessages.main(new String[] {definitions.toString(), out.toString()});
    Path one = out.resolve("org/waymark/bridge/message/a/One.java");
    FileTime old = FileTime.fromMillis(0);
    Files.setLastModifiedTime(one, old);
    Files.delete(msg.resolve("Two.msg"));
    GenerateMessages.main(new String[] {definitions.toString(), out.toString()});
    assertThat(Files.getLastModifiedTime(one)).isEqualTo(old);
    assertThat(one.resolveSibling("Two.java")).doesNotExist();
  }

  @Test
  void shouldNameTheLineThatItCannotRead() {
    assertThatThrownBy(() -> MsgFile.parse("a/B", "float64 x\nfloat64 = 3\n"))
        .hasMessageContaining("a/B, line 2");
    MsgFile file = MsgFile.parse("a/B", "Missing x\n");
    assertThatThrownBy(() -> new MsgFiles(List.of(file)).md5(file))
        .hasMessageContaining("there is no definition of a/Missing");
  }

  @Test
  void shouldNameComponentsAsJavaDoes() {
    assertThat(JavaNames.component("is_bigendian")).isEqualTo("isBigendian");
    assertThat(JavaNames.component("K")).isEqualTo("k");
    assertThat(JavaNames.component("default")).isEqualTo("default_");
  }
}
