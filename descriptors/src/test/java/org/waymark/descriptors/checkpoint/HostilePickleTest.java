package org.waymark.descriptors.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.WaymarkException;

/** Checkpoints that want more than to be read. Instructions are those of {@code pickletools}. */
class HostilePickleTest {

  private static final String EMPTY_ORDERED_DICT = "ccollections\nOrderedDict\n)R";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\nX\4\0\0\0true\u0085R.",
        "cposix\nsystem\nX\4\0\0\0true\u0085R.",
        "cbuiltins\neval\nX\1\0\0\0001\u0085R.",
        "c__builtin__\nexec\nX\1\0\0\0001\u0085R.",
        "csubprocess\nPopen\n)\u0081.",
        "\u008c\2os\u008c\6system\u0093\u008c\4true\u0085R.",
        "}X\1\0\0\0acjava.lang\nRuntime\n)Rs.",
        "ctorch.nn.modules.conv\nConv2d\n)\u0081}b.",
        "ctorch\nload\n)R.",
        "ctorch\nStorage\n)R.",
        "cnumpy\nload\n)R."
      })
  void shouldNameTheProgramPartAndRunNothing(String pickle) throws IOException {
    assertThatThrownBy(() -> Checkpoint.read(zip("archive", pickle)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("names the program part")
        .hasMessageContaining("nothing of it was run");
    assertThatThrownBy(() -> Checkpoint.read(legacy(pickle)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("names the program part");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u008d\377\377\377\377\377\377\377\177.", // BINUNICODE8 of 2^63 - 1 bytes
        "X\377\377\377\377.", // BINUNICODE of 4 GiB
        "X\377\377\377\177.",
        "T\377\377\377\177.",
        "\u008e\377\377\377\377\377\377\377\177.", // BINBYTES8
        "B\377\377\377\377.",
        "h\7.", // BINGET of what was never put
        "j\377\377\377\377.",
        "r\377\377\377\377.", // LONG_BINPUT of nothing
        "(.", // a mark is no value
        "t.",
        "R.",
        "N)R.", // None is called
        "}(X\1\0\0\0au.", // a key without a value
        "](s.",
        "]\u0093.",
        "NQ.", // None as a persistent id
        "(X\6\0\0\0moduleNNNNtQ.",
        "ccollections\nOrderedDict\nN\u0085R.",
        "ctorch._utils\n_rebuild_tensor_v2\n)R.",
        "ctorch.cuda\nFloatStorage\n)R.",
        "ios\nsystem\n.", // INST
        "(cos\n", // cut short
        "\u0080\7.",
        "P0\n.",
        "\u0082\1.", // EXT1
        "\u0097.", // NEXT_BUFFER
        ""
      })
  void shouldRefuseWhatCannotBe(String pickle) throws IOException {
    assertThatThrownBy(() -> Checkpoint.read(zip("archive", pickle)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void shouldNotRecurseIntoDepth() throws IOException {
    assertNoParameters("]".repeat(300_000) + "a".repeat(299_999) + ".");
    assertNoParameters(")" + "\u0085".repeat(300_000) + ".");
    // A list within itself, and a tuple that would have 2^100 leaves.
    assertNoParameters("]q\0h\0a.");
    assertNoParameters(")" + "2\u0086".repeat(100) + ".");
    assertNoParameters("})" + "2\u0086".repeat(100) + "Ns.");
  }

  @Test
  void shouldEndThoughOneListIsUsedOverAndOver() throws IOException {
    StringBuilder pickle = new StringBuilder("X\1\0\0\0aN\u0086q\0(");
    pickle.append("h\0".repeat(100_000)).append("tq\1ccollections\nOrderedDict\nq\2");
    pickle.append("0h\2h\1\u0085R".repeat(100_000)).append('.');

    assertThatThrownBy(() -> Checkpoint.read(zip("archive", pickle.toString())))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("too many");
  }

  @Test
  void shouldGiveNoTensorMoreThanItsStorageHolds() throws IOException {
    for (String layout :
        new String[] {
          "K\0M\377\377M\377\377\u0086K\0K\0\u0086", // 65535 x 65535 of one number
          "K\0K\3\u0085K\1\u0085", // three of two
          "K\2K\1\u0085K\1\u0085", // begins behind the end
          "K\0K\2\u0085K\2\u0085", // second is behind the end
          "J\377\377\377\377K\1\u0085K\1\u0085", // begins before the beginning
          "K\0K\2\u0085J\377\377\377\377\u0085", // runs backwards
          "K\0K\2\u0085)",
          "K\0J\377\377\377\377\u0085K\1\u0085"
        }) {
      assertThatThrownBy(() -> Checkpoint.read(zip("archive", tensor("0", 2, layout))))
          .as(layout)
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("does not lie within");
    }
    assertThat(Checkpoint.read(zip("archive", tensor("0", 2, "K\0K\2\u0085K\1\u0085"))))
        .isInstanceOf(Checkpoint.Parameters.class);
  }

  @Test
  void shouldRefuseStoragesOfAnotherSizeOrPlace() throws IOException {
    String whole = "K\0K\2\u0085K\1\u0085";
    for (String pickle :
        new String[] {
          tensor("0", 3, "K\0K\3\u0085K\1\u0085"),
          tensor("1", 2, whole),
          tensor("../../../etc/passwd", 2, whole)
        }) {
      assertThatThrownBy(() -> Checkpoint.read(zip("archive", pickle)))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining("damaged");
    }
    assertThatThrownBy(() -> Checkpoint.read(zip("../..", "}.")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("0 entries named data.pkl");
  }

  @Test
  void shouldRefuseOtherFiles() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertRefused(Files.write(folder.resolve("old.pth"), tar), "before 0.2");
    assertRefused(Files.write(folder.resolve("a.pth"), new byte[] {(byte) 0x93, 'N'}), "no check");
    assertRefused(Files.write(folder.resolve("b.pth"), new byte[0]), "no checkpoint");
    assertRefused(folder.resolve("c.pth"), "there is no checkpoint");
    assertRefused(folder, "a directory");
    assertRefused(
        Files.writeString(folder.resolve("d.pth"), "\u0080\2K\1.", StandardCharsets.ISO_8859_1),
        "not one of torch.save");
    assertRefused(legacy("K\1."), "no parameters");
  }

  private static void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
  }

  private void assertNoParameters(String pickle) throws IOException {
    assertThatThrownBy(() -> Checkpoint.read(zip("archive", pickle)))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("no parameters");
  }

  /** {@code {'a': tensor}} over a float32 storage; the archive's own holds two numbers. */
  private static String tensor(String key, int count, String layout) {
    return "}X\1\0\0\0actorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\n"
        + "X%c\0\0\0%sX\3\0\0\0cpuK%ctQ".formatted(key.length(), key, count)
        + layout
        + "\u0089"
        + EMPTY_ORDERED_DICT
        + "tRs.";
  }

  private Path zip(String archive, String pickle) throws IOException {
    Path file = Files.createTempFile(folder, "hostile", ".pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      stored(zip, archive + "/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
      stored(zip, archive + "/data/0", new byte[8]);
    }
    return file;
  }

  private static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** The form before PyTorch 1.6, without storages. */
  private Path legacy(String pickle) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String part :
        new String[] {
          "\u0080\2\u008a\nl\374\234F\371 j\250P\31.",
          "\u0080\2M\351\3.",
          "\u0080\2}X\r\0\0\0little_endian\u0088s.",
          pickle,
          "\u0080\2]."
        }) {
      out.writeBytes(part.getBytes(StandardCharsets.ISO_8859_1));
    }
    return Files.write(Files.createTempFile(folder, "hostile", ".pth"), out.toByteArray());
  }
}
