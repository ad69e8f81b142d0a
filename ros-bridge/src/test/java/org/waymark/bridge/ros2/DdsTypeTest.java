package org.waymark.bridge.ros2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.waymark.bridge.message.geometry_msgs.PoseWithCovarianceStamped;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.message.std_msgs.Header;
import org.waymark.bridge.message.tf2_msgs.TFMessage;

/** Programs for the library, against those that its own compiler makes of the same types. */
class DdsTypeTest {

  private static final int WORD = 0x0103_0000;
  private static final int DOUBLE = 0x0104_0000;
  private static final int STRING = 0x0105_0000;

  /** idlc puts the header into a subroutine; offsets, kinds and order are the same. */
  @Test
  void shouldDescribeAnImageAsItsCompilerDoes() {
    DdsType type = DdsType.of(Image.TYPE);
    assertThat(type.name()).isEqualTo("sensor_msgs::msg::dds_::Image_");
    assertThat(type.size()).isEqualTo(64);
    assertThat(type.operations())
        .containsExactly(
            WORD,
            0,
            WORD,
            4,
            STRING,
            8, // the header
            WORD,
            16,
            WORD,
            20,
            STRING,
            24,
            0x0101_0000,
            32,
            WORD,
            36,
            0x0107_0100,
            40,
            0);
  }

  @Test
  void shouldDescribeAPoseAsItsCompilerDoes() {
    DdsType type = DdsType.of(PoseWithCovarianceStamped.TYPE);
    assertThat(type.size()).isEqualTo(360);
    assertThat(type.operations())
        .startsWith(WORD, 0, WORD, 4, STRING, 8, DOUBLE, 16)
        .endsWith(DOUBLE, 64, 0x0108_0400, 72, 36, 0);
  }

  @Test
  void shouldJumpToTheElementsOfASequence() {
    DdsType type = DdsType.of(TFMessage.TYPE);
    assertThat(type.size()).isEqualTo(24);
    // sequence of structures of 80 bytes; the next instruction is 4 on, the element's 5
    assertThat(type.operations()).startsWith(0x0107_0a00, 0, 80, 4 << 16 | 5, 0, WORD, 0, WORD, 4);
    assertThat(type.operations())
        .endsWith(
            STRING, 16, DOUBLE, 24, DOUBLE, 32, DOUBLE, 40, DOUBLE, 48, DOUBLE, 56, DOUBLE, 64,
            DOUBLE, 72, 0);
  }

  @Test
  void shouldLeaveOutTheCounterOfRos1() {
    assertThat(DdsType.of(Header.TYPE).operations())
        .containsExactly(WORD, 0, WORD, 4, STRING, 8, 0);
  }
}
