package org.waymark.descriptors.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.waymark.core.WaymarkException;
import org.waymark.core.testing.Mutations;

class SafetensorsTest {

  @TempDir Path folder;

  @Test
  void shouldReadBackWhatItWrote() throws IOException {
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    float[] many = new float[40_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = i * 0.5f;
    }
    tensors.put("z.weight", new Tensor(List.of(4, 100, 100), many));
    tensors.put("a.ü", new Tensor(List.of(1), new float[] {-1.5f}));
    tensors.put("empty", new Tensor(List.of(0, 3), new float[0]));
    Path file = folder.resolve("w.safetensors");
    try (OutputStream out = Files.newOutputStream(file)) {
      SafetensorsWriter.write(new Weights(tensors), out);
    }

    Weights read = SafetensorsReader.read(file);

    assertThat(read.tensors().keySet()).containsExactly("z.weight", "a.ü", "empty");
    assertThat(read.get("z.weight").shape()).containsExactly(4, 100, 100);
    assertThat(read.get("z.weight").values()).isEqualTo(many);
    assertThat(read.get("a.ü").values()).containsExactly(-1.5f);
    assertThat((int) Files.readAllBytes(file)[0] % 8).isZero();
  }

  @Test
  void shouldReadTensorsInAnyOrderAndMetadata() throws IOException {
    Path file =
        write(
            "{'__metadata__':{'format':'pt'},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]},"
                + "'a':{'dtype':'F32','shape':[],'data_offsets':[0,4]}}",
            8);

    assertThat(SafetensorsReader.read(file).tensors().keySet()).containsExactly("b", "a");
  }

  @Test
  void shouldReadEveryFloatingPointTypeAndSkipCounters() throws IOException {
    String header =
        "{'bn.num_batches_tracked':{'dtype':'I64','shape':[],'data_offsets':[16,24]},"
            + "'half':{'dtype':'F16','shape':[2],'data_offsets':[0,4]},"
            + "'brain':{'dtype':'BF16','shape':[1,2],'data_offsets':[4,8]},"
            + "'double':{'dtype':'F64','shape':[1],'data_offsets':[8,16]}}";
    byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + text.length + 24).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    bytes.putShort((short) 0x3c00).putShort((short) 0x0001); // 1 and the smallest half
    bytes.putShort((short) 0xbf80).putShort((short) 0x7f80); // -1 and infinity
    bytes.putDouble(0.1).putLong(7);
    Path file = Files.write(folder.resolve("types.safetensors"), bytes.array());

    Weights read = SafetensorsReader.read(file);

    assertThat(read.tensors().keySet()).containsExactly("half", "brain", "double");
    assertThat(read.get("half").values()).containsExactly(1f, 0x1p-24f);
    assertThat(read.get("brain").values()).containsExactly(-1f, Float.POSITIVE_INFINITY);
    assertThat(read.get("double").values()).containsExactly(0.1f);
  }

  @Test
  void shouldSurviveDamage() throws IOException {
    LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("backbone.0.weight", Tensor.filled(List.of(4, 3, 3, 3), 0.5f));
    tensors.put("pool.p", Tensor.filled(List.of(1), 3));
    Path file = folder.resolve("w.safetensors");
    try (OutputStream out = Files.newOutputStream(file)) {
      SafetensorsWriter.write(new Weights(tensors), out);
    }
    Mutations.run(List.of(Files.readAllBytes(file)), 2_000, 3, folder, SafetensorsReader::read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}} | 8 | type 'I64'",
        "{'a':{'dtype':'F8','shape':[1],'data_offsets':[0,1]}} | 1 | unknown type 'F8'",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | 4 | do not fit its shape",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | does not begin where",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 8 | holds 8 bytes",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 0 | holds 0 bytes",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | 4 | no valid shape",
        "{'a':{'dtype':'F32','shape':[2147483647,2147483647,9],'data_offsets':[0,4]}} | 4 | shape",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}} | 4 | no offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[1e30,2e30]}} | 4 | no offsets",
        "{'a':{'dtype':'F32','data_offsets':[0,4]}} | 4 | no shape",
        "{'a':7} | 4 | unknown type ''",
        "[] | 4 | no JSON object",
        "{'a' | 4 | not JSON",
        "{} {} | 0 | not JSON"
      })
  void shouldRefuseDamagedHeaders(String header, int dataBytes, String why) throws IOException {
    Path file = write(header, dataBytes);

    assertThatThrownBy(() -> SafetensorsReader.read(file))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
  }

  @Test
  void shouldRefuseAHeaderLongerThanTheFile() throws IOException {
    for (long length : new long[] {Long.MAX_VALUE, -1, 0, 17 << 20, 9}) {
      Path file = folder.resolve("long" + length);
      Files.write(
          file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());

      assertThatThrownBy(() -> SafetensorsReader.read(file))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("cannot have");
    }
  }

  @Test
  void shouldNameWhatDoesNotFit() {
    Weights weights =
        new Weights(
            new LinkedHashMap<>(
                Map.of("a", Tensor.filled(List.of(2), 0), "c", Tensor.filled(List.of(1), 0))));

    assertThatThrownBy(
            () -> weights.requireExactly(Map.of("a", List.of(3), "b", List.of(1)), "x.safetensors"))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("x.safetensors")
        .hasMessageContaining("missing: b")
        .hasMessageContaining("not part of this network: c")
        .hasMessageContaining("a is [2] instead of [3]");
  }

  private Path write(String header, int dataBytes) throws IOException {
    byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    return Files.write(Files.createTempFile(folder, "bad", ".safetensors"), bytes.array());
  }
}
