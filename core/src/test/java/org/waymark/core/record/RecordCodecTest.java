package org.waymark.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.junit.jupiter.api.Test;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.MapAnnouncement;

class RecordCodecTest {

  @Test
  void shouldReadBackWhatItWrites() {
    RecordCodec<CameraFrame> codec = RecordCodec.ofOneVersion(CameraFrame.class);
    CameraFrame frame = frame(new byte[] {1, 2, 3});
    assertThat(codec.decode(codec.encode(frame))).isEqualTo(frame);
  }

  @Test
  void shouldCostFewBytesBesideThePicture() {
    byte[] encoded = RecordCodec.ofOneVersion(CameraFrame.class).encode(frame(new byte[100_000]));
    assertThat(encoded.length - 100_000).isLessThan(80);
  }

  @Test
  void shouldReadOlderAndNewerWritersThroughTheirSchemas() throws IOException {
    Schema older =
        SchemaBuilder.record("MapAnnouncement")
            .namespace("org.waymark.avro")
            .fields()
            .requiredString("map")
            .requiredString("version")
            .requiredString("uri")
            .requiredString("manifestSha256")
            .requiredString("model")
            .requiredString("frame")
            .requiredDouble("minX")
            .requiredDouble("minY")
            .requiredDouble("minZ")
            .requiredDouble("maxX")
            .requiredDouble("maxY")
            .requiredDouble("maxZ")
            .requiredLong("places")
            .requiredString("futureField")
            .endRecord();
    GenericRecordBuilder builder = new GenericRecordBuilder(older);
    for (Schema.Field field : older.getFields()) {
      switch (field.schema().getType()) {
        case STRING -> builder.set(field, field.name());
        case DOUBLE -> builder.set(field, 1.5);
        default -> builder.set(field, 7L);
      }
    }
    byte[] bytes = genericBytes(older, builder.build());

    assertThatThrownBy(() -> RecordCodec.ofOneVersion(MapAnnouncement.class).decode(bytes))
        .isInstanceOfSatisfying(
            UnknownSchemaException.class,
            e -> assertThat(e.fingerprint()).isEqualTo(RecordCodec.fingerprint(older)));

    SchemaStore.Cache store = new SchemaStore.Cache();
    store.addSchema(older);
    MapAnnouncement read = new RecordCodec<>(MapAnnouncement.class, store).decode(bytes);
    assertThat(read.getManifestSha256()).isEqualTo("manifestSha256");
    assertThat(read.getPlaces()).isEqualTo(7);
  }

  @Test
  void shouldEndInATypedErrorForEveryMutation() {
    RecordCodec<CameraFrame> codec = RecordCodec.ofOneVersion(CameraFrame.class);
    byte[] good = codec.encode(frame(new byte[50]));
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int flips = random.nextInt(4); flips >= 0 && bad.length > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        codec.decode(bad);
      } catch (MalformedRecordException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  private static byte[] genericBytes(Schema schema, GenericRecord generic) throws IOException {
    ByteBuffer encoded =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema).encode(generic);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  private static CameraFrame frame(byte[] image) {
    return CameraFrame.newBuilder()
        .setRobot("r1")
        .setRun("0b0e9a54-55c5-4a57-8b0a-6a7b3d1c2e4f")
        .setCamera("camera")
        .setStampNanos(1)
        .setSequence(2)
        .setEncoding("jpeg")
        .setWidth(640)
        .setHeight(480)
        .setStep(0)
        .setImage(ByteBuffer.wrap(image))
        .build();
  }
}
