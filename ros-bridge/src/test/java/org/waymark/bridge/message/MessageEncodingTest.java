package org.waymark.bridge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.waymark.bridge.message.geometry_msgs.Point;
import org.waymark.bridge.message.geometry_msgs.Pose;
import org.waymark.bridge.message.geometry_msgs.PoseStamped;
import org.waymark.bridge.message.geometry_msgs.Quaternion;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.std_msgs.Header;

/** Messages come back from both encodings as they were, and damaged ones are refused. */
class MessageEncodingTest {

  private static final long SEED = 20261124;
  private static final int MUTATIONS = 1000;

  static List<MessageType<?>> types() {
    return MessageTypes.all();
  }

  @ParameterizedTest
  @MethodSource("types")
  <M> void shouldReadWhatItWrote(MessageType<M> type) throws Exception {
    RandomMessages random = new RandomMessages(SEED);
    for (int i = 0; i < 50; i++) {
      M message = random.next(type);
      byte[] ros1 = Ros1Writer.toBytes(type, message);
      assertThat(Ros1Reader.fromBytes(type, ByteBuffer.wrap(ros1)))
          .usingRecursiveComparison()
          .isEqualTo(message);
      byte[] cdr = CdrWriter.toBytes(type, message);
      M again = CdrReader.fromBytes(type, ByteBuffer.wrap(cdr));
      assertThat(again)
          .usingRecursiveComparison()
          .ignoringFieldsMatchingRegexes("(.*\\.)?seq")
          .isEqualTo(message);
      assertThat(CdrWriter.toBytes(type, again)).isEqualTo(cdr);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  <M> void shouldRefuseDamagedMessagesAndNothingWorse(MessageType<M> type) throws Exception {
    M message = new RandomMessages(SEED).next(type);
    mutate(Ros1Writer.toBytes(type, message), bytes -> Ros1Reader.fromBytes(type, bytes));
    mutate(CdrWriter.toBytes(type, message), bytes -> CdrReader.fromBytes(type, bytes));
  }

  private static void mutate(byte[] sound, Function<ByteBuffer, Object> read) {
    Random random = new Random(SEED);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = Arrays.copyOf(sound, random.nextInt(sound.length + 9));
      for (int hits = random.nextInt(4); hits > 0 && bytes.length > 0; hits--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextBoolean() ? (byte) 0xff : (byte) random.nextInt();
      }
      try {
        assertThat(read.apply(ByteBuffer.wrap(bytes))).isNotNull();
      } catch (MalformedMessageException e) {
        assertThat(e).hasMessageContaining("is malformed at byte");
      }
    }
  }

  @Test
  void shouldAlignAsCdrSays() {
    PoseStamped message =
        new PoseStamped(
            new Header(7, 1_500_000_002L, "map"),
            new Pose(new Point(1, 2, 3), new Quaternion(0, 0, 0, 1)));
    String header = "00010000" + "01000000" + "0265cd1d" + "04000000" + "6d617000";
    assertThat(HexFormat.of().formatHex(CdrWriter.toBytes(PoseStamped.TYPE, message)))
        .startsWith(header + "000000000000f03f" + "0000000000000040");
    CompressedImage image =
        new CompressedImage(new Header(7, 0, "a"), "jpeg", new byte[] {(byte) 0xff});
    assertThat(HexFormat.of().formatHex(CdrWriter.toBytes(CompressedImage.TYPE, image)))
        .isEqualTo(
            "00010000"
                + ("0000000000000000" + "02000000" + "6100" + "0000")
                + ("05000000" + "6a70656700" + "000000")
                + ("01000000" + "ff"));
  }

  @Test
  void shouldReadBigEndianCdr() {
    ByteBuffer bytes =
        ByteBuffer.allocate(64)
            .order(ByteOrder.BIG_ENDIAN)
            .putInt(0)
            .putInt(3)
            .putInt(4)
            .putInt(2)
            .put(new byte[] {'x', 0})
            .flip();
    assertThat(CdrReader.fromBytes(Header.TYPE, bytes))
        .isEqualTo(new Header(0, 3_000_000_004L, "x"));
  }

  @Test
  void shouldSayWhatIsMalformedAndWhere() {
    byte[] bytes = Ros1Writer.toBytes(Header.TYPE, new Header(1, 2, "map"));
    bytes[15] = 0x7f;
    assertThatThrownBy(() -> Ros1Reader.fromBytes(Header.TYPE, ByteBuffer.wrap(bytes)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("std_msgs/Header is malformed at byte 16")
        .hasMessageContaining("3 are left");
    assertThatThrownBy(() -> Ros1Reader.fromBytes(Point.TYPE, ByteBuffer.allocate(25)))
        .hasMessageContaining("1 bytes are left behind its end");
    assertThatThrownBy(
            () -> CdrReader.fromBytes(Point.TYPE, ByteBuffer.wrap(new byte[] {0, 3, 0, 0})))
        .hasMessageContaining("encoding 0x0003 is not plain CDR");
  }

  @Test
  void shouldLeaveTheBufferAsItWas() {
    byte[] bytes = Ros1Writer.toBytes(Point.TYPE, new Point(1, 2, 3));
    ByteBuffer within = ByteBuffer.allocate(100).put(10, bytes).position(10).limit(34);
    assertThat(Ros1Reader.fromBytes(Point.TYPE, within)).isEqualTo(new Point(1, 2, 3));
    assertThat(within.position()).isEqualTo(10);
  }

  @Test
  void shouldFindTypesByTheirNamesInBothRos() {
    assertThat(MessageTypes.find("sensor_msgs/CompressedImage")).contains(CompressedImage.TYPE);
    assertThat(MessageTypes.find("sensor_msgs/msg/CompressedImage")).contains(CompressedImage.TYPE);
    assertThat(MessageTypes.find("sensor_msgs/Laser")).isEmpty();
  }

  @Test
  void shouldRefuseTimesThatRosCannotTell() {
    Header early = new Header(0, -1, "");
    assertThatThrownBy(() -> Ros1Writer.toBytes(Header.TYPE, early))
        .isInstanceOf(IllegalArgumentException.class);
    Header late = new Header(0, Long.MAX_VALUE, "");
    assertThatThrownBy(() -> CdrWriter.toBytes(Header.TYPE, late))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
