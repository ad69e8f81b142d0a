package org.waymark.descriptors.checkpoint;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.waymark.descriptors.checkpoint.Pickled.Storage;

/**
 * The form of {@code torch.save} since PyTorch 1.6: a zip archive with a pickle, {@code
 * NAME/data.pkl}, and one entry for each storage, {@code NAME/data/KEY}. Entries are looked up by
 * name only; no file is ever made from one.
 */
final class TorchZip implements StorageSource {

  private static final int MAX_ENTRIES = 200_000;
  private static final long MAX_PICKLE_BYTES = 64L << 20;
  private static final String PICKLE = "data.pkl";

  private final ZipFile zip;
  private final long fileBytes;
  private final String prefix;

  private TorchZip(ZipFile zip, long fileBytes, String prefix) {
    this.zip = zip;
    this.fileBytes = fileBytes;
    this.prefix = prefix;
  }

  /** Whether a zip archive is a program for PyTorch (TorchScript) and not only numbers. */
  static boolean isScript(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .anyMatch(name -> name.matches("([^/]+/)?(constants\\.pkl|code/.*)"));
    }
  }

  static TorchZip open(Path file) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      TorchZip opened = new TorchZip(zip, Files.size(file), prefix(zip));
      opened.requireLittleEndian();
      return opened;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static String prefix(ZipFile zip) throws MalformedPickleException {
    if (zip.size() > MAX_ENTRIES) {
      throw new MalformedPickleException("it has %d entries".formatted(zip.size()));
    }
    Set<String> names = new HashSet<>();
    for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
      if (!names.add(entry.getName())) {
        throw new MalformedPickleException("two entries are named " + entry.getName());
      }
    }
    List<String> pickles =
        names.stream().filter(name -> name.matches("([^/]+/)?" + PICKLE)).toList();
    if (pickles.size() != 1) {
      throw new MalformedPickleException(
          "it is a zip archive with %d entries named %s instead of one"
              .formatted(pickles.size(), PICKLE));
    }
    return pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
  }

  private void requireLittleEndian() throws IOException {
    ZipEntry entry = zip.getEntry(prefix + "byteorder");
    if (entry != null) {
      try (InputStream in = zip.getInputStream(entry)) {
        String order = new String(in.readNBytes(16), StandardCharsets.US_ASCII);
        if (!order.strip().equals("little")) {
          throw new MalformedPickleException("its numbers are big-endian, which is not read");
        }
      }
    }
  }

  Pickled root(TorchVocabulary vocabulary) throws IOException {
    ZipEntry entry = entry(PICKLE);
    if (entry.getSize() < 0 || entry.getSize() > MAX_PICKLE_BYTES) {
      throw new MalformedPickleException(
          "its list of tensors has %d bytes, more than %d"
              .formatted(entry.getSize(), MAX_PICKLE_BYTES));
    }
    try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
      return new PickleReader(new PickleInput(in, entry.getSize()), vocabulary).read();
    }
  }

  /** PyTorch never compresses numbers, so what an entry claims is bounded by the file's size. */
  @Override
  public float[] read(Storage root) throws IOException {
    ZipEntry entry = entry("data/" + root.key());
    long bytes = Math.multiplyExact(root.count(), root.type().bytes());
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != bytes || bytes > fileBytes) {
      throw new MalformedPickleException(
          "storage %s has %d bytes%s instead of %d"
              .formatted(
                  root.key(),
                  entry.getSize(),
                  entry.getMethod() == ZipEntry.STORED ? "" : ", compressed,",
                  bytes));
    }
    CRC32 checksum = new CRC32();
    try (InputStream in =
        new CheckedInputStream(
            new BufferedInputStream(zip.getInputStream(entry), 1 << 16), checksum)) {
      float[] values = root.type().read(in, Math.toIntExact(root.count()));
      if (checksum.getValue() != entry.getCrc()) {
        throw new MalformedPickleException(
            "the checksum of storage %s is another".formatted(root.key()));
      }
      return values;
    } catch (EOFException e) {
      throw new MalformedPickleException("storage %s ends early".formatted(root.key()));
    }
  }

  private ZipEntry entry(String name) throws MalformedPickleException {
    ZipEntry entry = zip.getEntry(prefix + name);
    if (entry == null) {
      throw new MalformedPickleException("it lacks the entry " + prefix + name);
    }
    return entry;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
