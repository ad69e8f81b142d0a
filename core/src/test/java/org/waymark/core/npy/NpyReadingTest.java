package org.waymark.core.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.WaymarkException;
import org.waymark.core.testing.Mutations;

class NpyReadingTest {

  private static final String F4 = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";

  @TempDir Path folder;

  /** The distances of a large evaluation: 10 GB of float16, as a sparse file that holds no disk. */
  @ParameterizedTest
  @ValueSource(strings = {"False", "True"})
  void shouldReadRowsOfAMatrixTenTimesTheMemory(String fortran) throws IOException {
    long rows = 1_000_000;
    int columns = 5_000;
    Path file = folder.resolve("distances.npy");
    byte[] header =
        npy(
            "{'descr': '<f2', 'fortran_order': %s, 'shape': (%d, %d), }"
                .formatted(fortran, rows, columns),
            0);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(header);
      sparse.setLength(header.length + rows * columns * 2);
      long element = fortran.equals("True") ? 4_999 * rows + 999_999 : rows * columns - 1;
      sparse.seek(header.length + element * 2);
      sparse.write(new byte[] {0, 0x3c});
    }

    try (NpyMatrix matrix = NpyMatrix.open(file)) {
      assertThat(matrix.rows()).isEqualTo(rows);
      assertThat(matrix.row(0)).hasSize(columns).containsOnly(0f);
      float[] last = matrix.row(rows - 1);
      assertThat(last[columns - 1]).isEqualTo(1f);
      assertThat(last[columns - 2]).isZero();
      assertThatThrownBy(() -> matrix.row(rows)).isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThatThrownBy(() -> NpyArray.read(file))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("too large");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), } | 8 bytes of numbers are not the 12",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), } | 8 bytes of numbers are not the 4",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), } | impossible",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 2), } | shape",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2), } | shape",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 2, } | lacks '('",
        "{'descr': '<f4', 'fortran_order': 1, 'shape': (2,), } | neither True nor False",
        "{'descr': '<f3', 'fortran_order': False, 'shape': (2,), } | another type",
        "{'descr': '', 'fortran_order': False, 'shape': (2,), } | another type",
        "{'descr': '<f4', 'shape': (2,), } | lacks descr",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1} | entry 'x'",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } 7 | follows",
        "{'descr': '<f4 | ends within a name",
        "__import__('os').system('true') | lacks '{'"
      })
  void shouldSayWhatIsWrongWithAHeader(String header, String why) throws IOException {
    Path file = Files.write(folder.resolve("bad.npy"), npy(header, 8));

    assertThatThrownBy(() -> NpyArray.read(file))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
  }

  @Test
  void shouldRefuseOtherFilesAndShapes() throws IOException {
    Path text = Files.writeString(folder.resolve("a.npy"), "frame descriptors");
    assertThatThrownBy(() -> NpyArray.read(text)).hasMessageContaining("no NumPy array");
    assertThatThrownBy(() -> NpyArray.read(folder.resolve("b.npy")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("there is no array");
    assertThatThrownBy(() -> NpzFile.read(text))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no NumPy archive");
    assertThatThrownBy(() -> NpzFile.read(folder.resolve("b.npz")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("there is no archive");
    Path vector = folder.resolve("c.npy");
    NpyWriter.write(vector, NpyArray.of(new float[3], 3));
    assertThatThrownBy(() -> NpyMatrix.open(vector))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("where a matrix was expected");
  }

  @Test
  void shouldRefuseAnArchiveThatUnpacksToMoreThanIsSensible() throws IOException {
    Path bomb = folder.resolve("bomb.npz");
    byte[] zeros = new byte[1 << 20];
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(npy(F4.replace("(1, 2)", "(150, 1048576)"), 0));
      for (int i = 0; i < 600; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
    assertThat(Files.size(bomb)).isLessThan(1 << 20);

    assertThatThrownBy(() -> NpzFile.read(bomb))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("a.npy")
        .hasMessageContaining("unpacks to");
  }

  /** Each array alone is within bounds. */
  @Test
  void shouldBoundWhatAllArraysOfAnArchiveUnpackTo() throws IOException {
    Path bomb = folder.resolve("bomb.npz");
    byte[] zeros = new byte[1 << 20];
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      for (String name : List.of("a.npy", "b.npy", "c.npy")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(npy(F4.replace("(1, 2)", "(50, 1048576)"), 0));
        for (int i = 0; i < 200; i++) {
          zip.write(zeros);
        }
        zip.closeEntry();
      }
      zip.putNextEntry(new ZipEntry("d.npy"));
      zip.write(npy(F4, 8));
      zip.closeEntry();
    }

    assertThatThrownBy(() -> NpzFile.read(bomb))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContainingAll("unpacks to", "c.npy");
    assertThat(NpzFile.read(bomb, Set.of("d", "e"))).containsOnlyKeys("d");
  }

  @Test
  void shouldSayWhyAFileCannotBeReadInWords() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("d.npy"));

    assertThatThrownBy(() -> NpyArray.read(directory)).hasMessageEndingWith("Is a directory");
    assertThatThrownBy(() -> NpyMatrix.open(directory)).hasMessageEndingWith("Is a directory");
    assertThatThrownBy(() -> NpzFile.read(directory))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("cannot read archive");
  }

  @Test
  void shouldNoticeAFlippedBitInAnArchive() throws IOException {
    Path file = folder.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(0);
      zip.putNextEntry(new ZipEntry("../../etc/a.npy"));
      zip.write(npy(F4, 8));
      zip.closeEntry();
    }
    assertThat(NpzFile.read(file).keySet()).containsExactly("../../etc/a");
    byte[] bytes = Files.readAllBytes(file);
    int numbers = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(" \n") + 2;
    bytes[numbers] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> NpzFile.read(file))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void shouldSurviveDamagedArrays() throws IOException {
    List<byte[]> originals =
        List.of(
            npy(F4, 8),
            npy("{'descr': '>f2', 'fortran_order': True, 'shape': (30, 20), }", 1200),
            npy("{'descr': '|b1', 'fortran_order': False, 'shape': (), }", 1));
    Mutations.run(
        originals,
        2_000,
        1,
        folder,
        file -> {
          NpyArray.read(file).doubles();
          try (NpyMatrix matrix = NpyMatrix.open(file)) {
            for (long row = 0; row < Math.min(matrix.rows(), 100); row++) {
              matrix.row(row);
            }
          }
        });
  }

  @Test
  void shouldSurviveDamagedArchives() throws IOException {
    Path deflated = folder.resolve("deflated.npz");
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("descriptors", NpyArray.of(new float[600], 30, 20));
    arrays.put("labels", NpyArray.of(new long[] {1, 2, 3}, 3));
    NpzFile.write(deflated, arrays);
    Path stored = folder.resolve("stored.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(stored))) {
      zip.setLevel(0);
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(npy(F4, 8));
      zip.closeEntry();
    }
    Mutations.run(
        List.of(Files.readAllBytes(deflated), Files.readAllBytes(stored)),
        2_000,
        2,
        folder,
        file -> NpzFile.read(file).values().forEach(NpyArray::doubles));
  }

  /** Version 1.0 with a header of one's own and so many bytes of numbers. */
  private static byte[] npy(String header, int dataBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int padding = 63 - (10 + header.length()) % 64;
    int length = header.length() + padding + 1;
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(length);
    out.write(length >> 8);
    out.writeBytes((header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(new byte[dataBytes]);
    return out.toByteArray();
  }
}
