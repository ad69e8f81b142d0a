package org.waymark.indexer;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.apache.lucene.util.BytesRef;
import org.waymark.indexer.build.Spool;

/**
 * Places on disk between being chosen and being written in random order: of each, only where it
 * lies is kept in memory, 12 bytes. The file has no name any more once it is open, so that it goes
 * with the process however that ends. Not safe for use by several threads.
 *
 * <p>A place's bytes: its descriptor, float32; then its thumbnail, int32 length and bytes; then it
 * itself as {@link PlaceFormat} writes it.
 */
final class PlaceStore implements PlaceSource, AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 20;
  private static final int FIRST_PLACES = 1 << 10;
  private static final long NOWHERE = -1;

  private final FileChannel channel;
  private final int descriptorSize;
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /** What lies before the buffer's first byte. */
  private long written;

  private long[] offsets = new long[FIRST_PLACES];
  private int[] lengths = new int[FIRST_PLACES];
  private int size;

  private PlaceStore(FileChannel channel, int descriptorSize) {
    this.channel = channel;
    this.descriptorSize = descriptorSize;
    Arrays.fill(offsets, NOWHERE);
  }

  /**
   * Opens an empty store in the folder where a map's builds keep what they need.
   *
   * @param map the map's directory, which is there
   */
  static PlaceStore in(Path map, int descriptorSize) throws IOException {
    Path folder = Files.createDirectories(map.resolve(Spool.FOLDER));
    return new PlaceStore(
        FileChannel.open(
            folder.resolve(UUID.randomUUID() + ".places"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE),
        descriptorSize);
  }

  /** Keeps a place; each index once. */
  void put(DescribedPlace described) throws IOException {
    byte[] place = PlaceFormat.encode(described.place());
    byte[] thumbnail = described.thumbnail().orElse(new byte[0]);
    int length = descriptorSize * Float.BYTES + Integer.BYTES + thumbnail.length + place.length;
    if (buffer.remaining() < length) {
      flush();
      if (buffer.capacity() < length) {
        buffer = ByteBuffer.allocate(length);
      }
    }
    int index = described.place().index();
    while (index >= offsets.length) {
      int old = offsets.length;
      offsets = Arrays.copyOf(offsets, 2 * old);
      lengths = Arrays.copyOf(lengths, 2 * old);
      Arrays.fill(offsets, old, offsets.length, NOWHERE);
    }
    offsets[index] = written + buffer.position();
    lengths[index] = length;
    size++;
    buffer.asFloatBuffer().put(described.descriptor());
    buffer.position(buffer.position() + descriptorSize * Float.BYTES);
    buffer.putInt(thumbnail.length).put(thumbnail).put(place);
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      written += channel.write(buffer, written);
    }
    buffer.clear();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public DescribedPlace get(int index) throws IOException {
    if (index >= offsets.length || offsets[index] == NOWHERE) {
      throw new IllegalStateException("no place %d among %d".formatted(index, size));
    }
    if (buffer.position() > 0) {
      flush();
    }
    ByteBuffer bytes = ByteBuffer.allocate(lengths[index]);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offsets[index] + bytes.position()) < 0) {
        throw new EOFException("place %d of %d".formatted(index, size));
      }
    }
    bytes.flip();
    float[] descriptor = new float[descriptorSize];
    bytes.asFloatBuffer().get(descriptor);
    bytes.position(descriptorSize * Float.BYTES);
    byte[] thumbnail = new byte[bytes.getInt()];
    bytes.get(thumbnail);
    Place place =
        PlaceFormat.decode(new BytesRef(bytes.array(), bytes.position(), bytes.remaining()));
    return new DescribedPlace(
        place, descriptor, thumbnail.length == 0 ? Optional.empty() : Optional.of(thumbnail));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
