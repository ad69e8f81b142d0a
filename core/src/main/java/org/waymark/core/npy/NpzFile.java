package org.waymark.core.npy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;

/**
 * NumPy's archives of named arrays, {@code .npz}, as {@code numpy.savez} and {@code
 * savez_compressed} write them. Names are names only: no file is ever made from one.
 */
public final class NpzFile {

  /** What all compressed arrays may unpack to; the stored ones are bounded by the file's size. */
  private static final long MAX_INFLATED_BYTES = 512L << 20;

  private static final int MAX_ARRAYS = 10_000;
  private static final String SUFFIX = ".npy";

  private NpzFile() {}

  /**
   * All arrays, in the archive's order.
   *
   * @throws WaymarkException when the archive or an array in it is damaged, naming both
   */
  public static SequencedMap<String, NpyArray> read(Path file) {
    return ZipArrays.read(file, name -> true);
  }

  /**
   * One array.
   *
   * @param name without {@code .npy}
   * @throws WaymarkException when there is none of that name, too
   */
  public static NpyArray read(Path file, String name) {
    SequencedMap<String, NpyArray> arrays = ZipArrays.read(file, name::equals);
    NpyArray array = arrays.get(name);
    if (array == null) {
      throw new WaymarkException("archive %s holds no array '%s'".formatted(file, name));
    }
    return array;
  }

  /**
   * Those of the named arrays that are there, in the archive's order; others are not unpacked.
   *
   * @param names without {@code .npy}
   * @throws WaymarkException as {@link #read(Path)} says
   */
  public static SequencedMap<String, NpyArray> read(Path file, Set<String> names) {
    return ZipArrays.read(file, names::contains);
  }

  /** Writes arrays, compressed, in their order; replaces a file that is there. */
  public static void write(Path file, Map<String, NpyArray> arrays) throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        array.getValue().write(zip);
        zip.closeEntry();
      }
    }
  }

  /** The reading half: one archive, entry by entry. */
  private record ZipArrays(Path file, ZipFile zip) {

    static SequencedMap<String, NpyArray> read(Path file, Predicate<String> wanted) {
      try (ZipFile zip = new ZipFile(file.toFile())) {
        return new ZipArrays(file, zip).read(wanted);
      } catch (NoSuchFileException e) {
        throw new WaymarkException("there is no archive %s".formatted(file), e);
      } catch (FileSystemException | FileNotFoundException e) {
        throw new WaymarkException(
            "cannot read archive %s: %s".formatted(file, FileFailure.reason(e)), e);
      } catch (IOException e) {
        throw new WaymarkException(
            "%s is damaged or no NumPy archive (.npz): %s; copy or save it again"
                .formatted(file, FileFailure.reason(e)),
            e);
      }
    }

    private SequencedMap<String, NpyArray> read(Predicate<String> wanted) throws IOException {
      if (zip.size() > MAX_ARRAYS) {
        throw new WaymarkException(
            "archive %s holds %d arrays, more than %d".formatted(file, zip.size(), MAX_ARRAYS));
      }
      List<ZipEntry> entries =
          zip.stream()
              .map(ZipEntry.class::cast)
              .filter(entry -> wanted.test(nameOf(entry)))
              .toList();
      requireSensible(entries);
      SequencedMap<String, NpyArray> arrays = new LinkedHashMap<>();
      for (ZipEntry entry : entries) {
        if (arrays.put(nameOf(entry), array(entry)) != null) {
          throw new WaymarkException(
              "archive %s holds two arrays named '%s'".formatted(file, nameOf(entry)));
        }
      }
      return arrays;
    }

    private static String nameOf(ZipEntry entry) {
      String name = entry.getName();
      return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    /** Bounds the memory before any is taken: entries may share their bytes in the archive. */
    private void requireSensible(List<ZipEntry> entries) throws IOException {
      long stored = 0;
      long inflated = 0;
      for (ZipEntry entry : entries) {
        long size = Math.max(0, entry.getSize());
        boolean isStored = entry.getMethod() == ZipEntry.STORED;
        stored += isStored ? size : 0;
        inflated += isStored ? 0 : size;
        long sum = isStored ? stored : inflated;
        long limit = isStored ? Files.size(file) : MAX_INFLATED_BYTES;
        if (entry.getSize() < 0 || sum > limit) {
          throw new WaymarkException(
              "archive %s unpacks to %d bytes and more with %s, beyond %d; unpack it and use the .npy files"
                  .formatted(file, sum, entry.getName(), limit));
        }
      }
    }

    private NpyArray array(ZipEntry entry) throws IOException {
      String source = "%s in %s".formatted(entry.getName(), file);
      CRC32 checksum = new CRC32();
      try (InputStream in =
          new CheckedInputStream(new BufferedInputStream(zip.getInputStream(entry)), checksum)) {
        NpyArray array = NpyArray.read(in, entry.getSize(), source);
        if (in.read() >= 0 || checksum.getValue() != entry.getCrc()) {
          throw new WaymarkException(
              "%s is damaged: its checksum is another; copy or save it again".formatted(source));
        }
        return array;
      }
    }
  }
}
