package org.waymark.core.label;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.waymark.core.WaymarkException;

/**
 * Computed rows on disk, block after block, so that labels larger than memory can be made, and work
 * that was cut off goes on where it stopped. A block that exists is complete: it gets its name only
 * when all its rows are written. Reading is for one thread, blocks of ascending queries.
 */
final class LabelBlocks implements LabelRows {

  private static final int END = 0x57_61_79_21;
  private static final int MOST_ROWS = 512;
  private static final int FEWEST_BLOCKS = 64;

  private final Path folder;
  private final int queries;
  private final int places;
  private final int rowsPerBlock;
  private int loadedBlock = -1;
  private List<LabelRow> loaded = List.of();

  LabelBlocks(Path folder, int queries, int places) {
    this.folder = folder;
    this.queries = queries;
    this.places = places;
    this.rowsPerBlock = Math.clamp(queries / FEWEST_BLOCKS, 1, MOST_ROWS);
  }

  int count() {
    return (queries + rowsPerBlock - 1) / rowsPerBlock;
  }

  int rowsOf(int block) {
    return Math.min(rowsPerBlock, queries - block * rowsPerBlock);
  }

  boolean exists(int block) {
    return Files.exists(file(block));
  }

  private Path file(int block) {
    return folder.resolve("block-%06d".formatted(block));
  }

  /** Computes and stores a block; any number of threads may do so for different blocks. */
  void write(int block, LabelRows method) throws IOException {
    Path unfinished = folder.resolve("unfinished-%06d".formatted(block));
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
      for (int i = 0; i < rowsOf(block); i++) {
        write(out, method.row(block * rowsPerBlock + i));
      }
      out.writeInt(END);
    }
    Files.move(
        unfinished,
        file(block),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(DataOutputStream out, LabelRow row) throws IOException {
    boolean dense = row.size() == row.places();
    out.writeInt(dense ? -1 : row.size());
    for (int i = 0; i < row.size(); i++) {
      if (!dense) {
        out.writeInt(row.place(i));
      }
      out.writeFloat(row.psi(i));
    }
  }

  @Override
  public int queries() {
    return queries;
  }

  @Override
  public int places() {
    return places;
  }

  @Override
  public LabelRow row(int query) {
    int block = query / rowsPerBlock;
    if (block != loadedBlock) {
      loaded = read(block);
      loadedBlock = block;
    }
    return loaded.get(query - block * rowsPerBlock);
  }

  private List<LabelRow> read(int block) {
    List<LabelRow> rows = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file(block))))) {
      for (int i = 0; i < rowsOf(block); i++) {
        rows.add(read(in));
      }
      if (in.readInt() != END) {
        throw new IOException("it does not end where it should");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new WaymarkException(
          "%s is damaged (%s): delete this file and run again"
              .formatted(file(block), e.getMessage()),
          e);
    }
    return rows;
  }

  private LabelRow read(DataInputStream in) throws IOException {
    int size = in.readInt();
    boolean dense = size == -1;
    if (!dense && (size < 0 || size > places)) {
      throw new IOException("a row of %d values for %d places".formatted(size, places));
    }
    int[] index = new int[dense ? 0 : size];
    float[] psi = new float[dense ? places : size];
    for (int i = 0; i < psi.length; i++) {
      if (!dense) {
        index[i] = in.readInt();
      }
      psi[i] = in.readFloat();
    }
    return dense ? LabelRow.dense(psi) : LabelRow.sparse(places, index, psi);
  }
}
