package org.waymark.core.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {

  @TempDir Path folder;

  @Test
  void shouldWriteWhatNumpyWrites() throws IOException {
    Path file = folder.resolve("a.npy");
    try (NpyWriter writer = NpyWriter.create(file, 2, 3)) {
      writer.write(new float[] {1, 2, 3});
      writer.write(new float[] {-0.5f, Float.MIN_VALUE, 1e30f});
    }

    byte[] bytes = Files.readAllBytes(file);
    // numpy.save(f, numpy.zeros((2, 3), 'f4')): the header as numpy 1.24 writes it
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    assertThat(bytes).hasSize(128 + 24);
    assertThat(bytes).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
    assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
        .isEqualTo(header + " ".repeat(117 - header.length()) + "\n");
    float[] values = new float[6];
    ByteBuffer.wrap(bytes, 128, 24).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    assertThat(values).containsExactly(1, 2, 3, -0.5f, Float.MIN_VALUE, 1e30f);
  }

  @Test
  void shouldRefuseRowsThatTheHeaderDoesNotAnnounce() throws IOException {
    try (NpyWriter writer = NpyWriter.create(folder.resolve("b.npy"), 1, 2)) {
      assertThatThrownBy(() -> writer.write(new float[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3 numbers");
      writer.write(new float[2]);
      assertThatThrownBy(() -> writer.write(new float[2]))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldSayThatRowsAreMissing() throws IOException {
    NpyWriter writer = NpyWriter.create(folder.resolve("c.npy"), 2, 2);
    writer.write(new float[2]);

    assertThatThrownBy(writer::close)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 of 2 rows");
  }
}
