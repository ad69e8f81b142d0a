package org.waymark.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.waymark.core.WaymarkException;

/**
 * Damages files in all the ways that damage, or malice, comes in, and checks that a reader answers
 * with a {@link WaymarkException} or with content, never with another failure, and never not at
 * all. The number of cases is set with {@code -Dwaymark.fuzz.cases}.
 */
public final class Mutations {

  /** Numbers at which lengths, counts and offsets tend to break. */
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    0x7f,
    0xff,
    0x7fff,
    0xffff,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xffffffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final Duration HANG = Duration.ofMinutes(1);

  private Mutations() {}

  /**
   * Reads damaged copies, all on one thread.
   *
   * @param originals whole files, taken in turns
   * @param cases how many by default
   * @param read the reader under test
   */
  public static void run(
      List<byte[]> originals, int cases, long seed, Path folder, Consumer<Path> read)
      throws IOException {
    run(originals, cases, seed, folder, read, HANG);
  }

  static void run(
      List<byte[]> originals,
      int cases,
      long seed,
      Path folder,
      Consumer<Path> read,
      Duration limit)
      throws IOException {
    Random random = new Random(seed);
    Path file = folder.resolve("mutated");
    int refused = 0;
    int total = Integer.getInteger("waymark.fuzz.cases", cases);
    try (TimedThread thread = new TimedThread(limit)) {
      for (int i = 0; i < total; i++) {
        byte[] mutated = mutate(originals.get(i % originals.size()), random);
        Files.write(file, mutated);
        try {
          refused += thread.call(() -> refuses(read, file)) ? 1 : 0;
        } catch (ExecutionException | AssertionError e) {
          Path kept = Files.write(Files.createTempFile("waymark-fuzz", ".bin"), mutated);
          throw new AssertionError("case %d, seed %d, kept as %s".formatted(i, seed, kept), e);
        }
      }
    }
    assertThat(refused).as("of %d, seed %d", total, seed).isGreaterThan(total / 20);
  }

  private static boolean refuses(Consumer<Path> read, Path file) {
    try {
      read.accept(file);
      return false;
    } catch (WaymarkException e) {
      assertThat(e.getMessage()).isNotBlank();
      return true;
    }
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times && bytes.length > 16; i++) {
      // Structure sits at both ends of these files: aim there half of the time.
      int reach = random.nextBoolean() ? Math.min(bytes.length, 1024) : bytes.length;
      int at = random.nextInt(reach);
      at = random.nextInt(3) == 0 ? bytes.length - 1 - at : at;
      bytes = mutate(bytes, at, random);
    }
    return bytes;
  }

  private static byte[] mutate(byte[] bytes, int at, Random random) {
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> put(bytes, at, EXTREMES[random.nextInt(EXTREMES.length)], 1 << random.nextInt(4));
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        int length = Math.min(1 + random.nextInt(16), bytes.length - at);
        byte[] shorter = new byte[bytes.length - length];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
        return shorter;
      }
      case 5 -> {
        byte[] longer = new byte[bytes.length + 1 + random.nextInt(16)];
        random.nextBytes(longer);
        System.arraycopy(bytes, 0, longer, 0, at);
        System.arraycopy(bytes, at, longer, longer.length - (bytes.length - at), bytes.length - at);
        return longer;
      }
      default -> {
        int from = random.nextInt(bytes.length);
        int length = Math.min(1 + random.nextInt(64), bytes.length - Math.max(at, from));
        System.arraycopy(bytes, from, bytes, at, length);
      }
    }
    return bytes;
  }

  private static void put(byte[] bytes, int at, long value, int size) {
    byte[] number =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    System.arraycopy(number, 0, bytes, at, Math.min(size, bytes.length - at));
  }
}
