package org.waymark.bridge.ros1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.waymark.bridge.message.std_msgs.Header;

/** Headers of connections are bounded, and only those of one type and sum are let through. */
class ConnectionHeaderTest {

  private static final ConnectionHeader HEADER =
      new ConnectionHeader(
          Map.of("callerid", "/a", "topic", "/t", "md5sum", "*", "equation", "a=b=c"));

  @Test
  void shouldReadWhatItWroteAndNotAByteMore() throws Exception {
    byte[] written = HEADER.toBytes().array();
    ByteArrayInputStream in = new ByteArrayInputStream(Arrays.copyOf(written, written.length + 3));
    assertThat(ConnectionHeader.read(in)).isEqualTo(HEADER);
    assertThat(in.available()).isEqualTo(3);
  }

  @Test
  void shouldRefuseDamagedHeadersAndNothingWorse() {
    byte[] sound = HEADER.toBytes().array();
    Random random = new Random(7);
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = Arrays.copyOf(sound, random.nextInt(sound.length + 1));
      for (int hits = random.nextInt(3); hits > 0 && bytes.length > 0; hits--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(ConnectionHeader.read(new ByteArrayInputStream(bytes)).fields()).isNotNull();
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("connection");
      }
    }
  }

  @Test
  void shouldNotTakeMemoryForALengthAlone() {
    byte[] huge = ByteBuffer.allocate(4).putInt(0xffffff7f).array();
    assertThatThrownBy(() -> ConnectionHeader.read(new ByteArrayInputStream(huge)))
        .hasMessageContaining("is none of ROS");
  }

  @Test
  void shouldCompareNameAndSum() {
    assertThat(conflict("std_msgs/Header", Header.TYPE.md5())).isFalse();
    assertThat(conflict("*", "*")).isFalse();
    assertThat(conflict("std_msgs/Header", "0000")).isTrue();
    assertThat(conflict("std_msgs/String", Header.TYPE.md5())).isTrue();
    assertThat(conflict("", "")).isTrue();
  }

  private static boolean conflict(String type, String md5) {
    return TopicTypes.conflict(
            "/t", Header.TYPE, new ConnectionHeader(Map.of("type", type, "md5sum", md5)), "/a")
        .isPresent();
  }
}
