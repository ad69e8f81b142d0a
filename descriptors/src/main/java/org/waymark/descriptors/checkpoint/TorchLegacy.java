package org.waymark.descriptors.checkpoint;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.waymark.descriptors.checkpoint.Pickled.Bool;
import org.waymark.descriptors.checkpoint.Pickled.Dictionary;
import org.waymark.descriptors.checkpoint.Pickled.Int;
import org.waymark.descriptors.checkpoint.Pickled.Sequence;
import org.waymark.descriptors.checkpoint.Pickled.Storage;
import org.waymark.descriptors.checkpoint.Pickled.Text;

/**
 * The form of {@code torch.save} before PyTorch 1.6: five pickles one behind the other (a magic
 * number, a version, the machine's properties, the content, the keys of the storages), then for
 * each key the count of its elements (int64) and their bytes.
 */
final class TorchLegacy implements StorageSource {

  /** The low 64 bits of PyTorch's 0x1950a86a20f9469cfc6c. */
  private static final long MAGIC = 0xa86a20f9469cfc6cL;

  private static final long PROTOCOL = 1001;

  private final FileChannel channel;
  private final Pickled root;

  /** Where each storage's first element stands in the file. */
  private final Map<String, Long> positions;

  private TorchLegacy(FileChannel channel, Pickled root, Map<String, Long> positions) {
    this.channel = channel;
    this.root = root;
    this.positions = positions;
  }

  static TorchLegacy open(Path file, TorchVocabulary vocabulary) throws IOException {
    Pickled root;
    Pickled keys;
    long begin;
    long size = Files.size(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      PickleInput input = new PickleInput(in, size);
      if (!(new PickleReader(input, vocabulary).read() instanceof Int magic)
          || magic.value() != MAGIC
          || !(new PickleReader(input, vocabulary).read() instanceof Int version)
          || version.value() != PROTOCOL) {
        throw new MalformedPickleException("it is a pickle, but not one of torch.save");
      }
      requireLittleEndian(new PickleReader(input, vocabulary).read());
      root = new PickleReader(input, vocabulary).read();
      keys = new PickleReader(input, vocabulary).read();
      begin = input.position();
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new TorchLegacy(channel, root, positions(channel, keys, begin, vocabulary.storages()));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireLittleEndian(Pickled machine) throws MalformedPickleException {
    if (!(machine instanceof Dictionary properties)
        || !(properties.entries.get("little_endian") instanceof Bool little)) {
      throw new MalformedPickleException("it does not say how its numbers are kept");
    }
    if (!little.value()) {
      throw new MalformedPickleException("its numbers are big-endian, which is not read");
    }
  }

  private static Map<String, Long> positions(
      FileChannel channel, Pickled keys, long begin, Map<String, Storage> storages)
      throws IOException {
    if (!(keys instanceof Sequence list)) {
      throw new MalformedPickleException("it lacks the list of its storages");
    }
    Map<String, Long> positions = new HashMap<>();
    ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long position = begin;
    for (Pickled item : list.items) {
      Storage storage = item instanceof Text key ? storages.get(key.value()) : null;
      if (storage == null) {
        throw new MalformedPickleException("it lists a storage that no tensor uses");
      }
      count.clear();
      if (channel.read(count, position) < Long.BYTES || count.getLong(0) != storage.count()) {
        throw new MalformedPickleException(
            "storage %s has another size than its tensors say".formatted(storage.key()));
      }
      position += Long.BYTES;
      positions.put(storage.key(), position);
      if (storage.count() > (channel.size() - position) / storage.type().bytes()) {
        throw new MalformedPickleException("it ended early");
      }
      position += storage.count() * storage.type().bytes();
    }
    return positions;
  }

  Pickled root() {
    return root;
  }

  @Override
  public float[] read(Storage storage) throws IOException {
    Long position = positions.get(storage.key());
    if (position == null) {
      throw new MalformedPickleException("it lacks storage " + storage.key());
    }
    channel.position(position);
    // Not closed here: it would close the channel.
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    try {
      return storage.type().read(in, Math.toIntExact(storage.count()));
    } catch (EOFException e) {
      throw new MalformedPickleException("storage %s ends early".formatted(storage.key()));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
