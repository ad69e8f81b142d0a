package org.waymark.descriptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.npy.NpyArray;

/** What the journal says of the rows when the disk is full for a while. */
class PartialRowsTest {

  private static final ExtractionJournal.Work WORK =
      new ExtractionJournal.Work("m", "float32", "cpu", "folder:/photos", "0", 3, 4);

  @TempDir Path folder;

  @Test
  void shouldNoteNoRowsThatAFullDiskDidNotTake() throws IOException {
    Path file = folder.resolve("f.npy");
    try (FullDisk disk = new FullDisk(folder.resolve("f.npy.partial"));
        PartialRows rows = PartialRows.open(file, WORK, false, disk)) {
      rows.append(new float[] {1, 1, 1, 1});
      rows.flush();
      rows.append(new float[] {2, 2, 2, 2});
      disk.free = 7;
      assertThatThrownBy(rows::flush).hasMessage("No space left on device");
      assertThatThrownBy(rows::flush).hasMessage("No space left on device");
      assertThat(rows.notedFrames()).isEqualTo(1);
    }
    assertThat(Files.readString(folder.resolve("f.npy.journal"))).endsWith("columns 4\ndone 1 1\n");
  }

  @Test
  void shouldHoldEveryRowOnceWhenThereIsSpaceAgain() throws IOException {
    Path file = folder.resolve("f.npy");
    try (FullDisk disk = new FullDisk(folder.resolve("f.npy.partial"));
        PartialRows rows = PartialRows.open(file, WORK, false, disk)) {
      rows.append(new float[] {1, 1, 1, 1});
      rows.append(new float[] {2, 2, 2, 2});
      disk.free = 23;
      assertThatThrownBy(rows::flush).hasMessage("No space left on device");
      disk.free = Long.MAX_VALUE;
      rows.append(new float[] {3, 3, 3, 3});
      rows.complete();
      rows.publish();
    }
    assertThat(NpyArray.read(file).floats()).containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
  }

  /** A file on a disk that takes so many bytes more; does what {@link PartialRows} needs. */
  private static final class FullDisk extends FileChannel {

    private final FileChannel file;
    private long free = Long.MAX_VALUE;

    FullDisk(Path path) throws IOException {
      file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      int count = (int) Math.min(free, bytes.remaining());
      if (count == 0) {
        throw new IOException("No space left on device");
      }
      file.write(bytes.slice(bytes.position(), count), position);
      bytes.position(bytes.position() + count);
      free -= count;
      return count;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int count = write(bytes, file.position());
      file.position(file.position() + count);
      return count;
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      file.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      file.truncate(size);
      return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      file.force(metaData);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }

    @Override
    public int read(ByteBuffer into) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer into, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
