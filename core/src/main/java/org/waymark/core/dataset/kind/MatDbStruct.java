package org.waymark.core.dataset.kind;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.index.Doubles;
import org.waymark.core.dataset.text.Unreadable;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Char;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/** Reads a {@code dbStruct} from a MATLAB file of version 5; its fields go by name. */
final class MatDbStruct {

  /** A file with ten million pictures would be as large. */
  private static final long MAX_BYTES = 1L << 30;

  private static final byte[] HDF5 = "\u0089HDF".getBytes(StandardCharsets.ISO_8859_1);
  private static final int MATLAB_73_HEADER = 512;

  private final Path file;
  private final Struct struct;

  private MatDbStruct(Path file, Struct struct) {
    this.file = file;
    this.struct = struct;
  }

  /**
   * Reads a file.
   *
   * @throws WaymarkException when it is missing, no such file, or lacks a field
   */
  static DbStruct read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new WaymarkException(
            "%s has %d bytes; that is no index of pictures".formatted(file, Files.size(file)));
      }
      requireVersion5(file);
      try (MatFile mat = Mat5.readFromFile(file.toFile())) {
        MatDbStruct reader = new MatDbStruct(file, struct(file, mat));
        return new DbStruct(
            reader.text("whichSet"),
            reader.part("dbImageFns", "utmDb", "dbTimeStamp"),
            reader.part("qImageFns", "utmQ", "qTimeStamp"));
      }
    } catch (NoSuchFileException e) {
      throw Unreadable.file(file, e);
    } catch (WaymarkException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library throws what it likes at a broken file.
      throw new WaymarkException("%s is no readable MATLAB file: %s".formatted(file, e), e);
    } catch (OutOfMemoryError e) {
      // A damaged size makes the library ask for one array of gigabytes; nothing else is lost.
      throw new WaymarkException(
          "%s is no readable MATLAB file: it says that an array in it exceeds the memory"
              .formatted(file),
          e);
    }
  }

  private static void requireVersion5(Path file) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(MATLAB_73_HEADER + HDF5.length);
    }
    int from = head.length - HDF5.length;
    boolean hdf5 =
        startsWith(head, 0, HDF5) || (from == MATLAB_73_HEADER && startsWith(head, from, HDF5));
    if (hdf5) {
      throw new WaymarkException(
          "%s is a MATLAB file of version 7.3; save it in MATLAB with save(..., '-v7')"
              .formatted(file));
    }
    if (!startsWith(head, 0, "MATLAB 5.0".getBytes(StandardCharsets.US_ASCII))) {
      throw new WaymarkException("%s is no MATLAB file of version 5".formatted(file));
    }
  }

  private static boolean startsWith(byte[] bytes, int from, byte[] what) {
    return from >= 0
        && bytes.length >= from + what.length
        && Arrays.equals(bytes, from, from + what.length, what, 0, what.length);
  }

  private static Struct struct(Path file, MatFile mat) {
    return StreamSupport.stream(mat.getEntries().spliterator(), false)
        .filter(entry -> entry.getName().equals("dbStruct"))
        .map(MatFile.Entry::getValue)
        .filter(Struct.class::isInstance)
        .map(Struct.class::cast)
        .findFirst()
        .orElseThrow(() -> new WaymarkException("%s holds no dbStruct".formatted(file)));
  }

  private DbStruct.Part part(String names, String utm, String times) {
    try {
      return new DbStruct.Part(names(names), columns(utm), columns(times));
    } catch (WaymarkException e) {
      throw new WaymarkException("%s, %s: %s".formatted(file, names, e.getMessage()), e);
    }
  }

  private boolean has(String field) {
    return struct.getFieldNames().contains(field);
  }

  private String text(String field) {
    return has(field) && struct.get(field) instanceof Char c && c.getNumElements() > 0
        ? c.getString()
        : "";
  }

  private List<String> names(String field) {
    if (!has(field) || !(struct.get(field) instanceof Cell cell)) {
      throw new WaymarkException(
          "the cell array is missing; the fields are %s"
              .formatted(String.join(", ", struct.getFieldNames())));
    }
    List<String> names = new ArrayList<>(cell.getNumElements());
    for (int i = 0; i < cell.getNumElements(); i++) {
      Array value = cell.get(i);
      if (!(value instanceof Char text)) {
        throw new WaymarkException("entry %d is no text".formatted(i + 1));
      }
      names.add(text.getString());
    }
    return names;
  }

  /** One row for each picture: two numbers for positions, of which the second may be missing. */
  private Doubles columns(String field) {
    boolean position = field.startsWith("utm");
    Doubles rows = new Doubles(position ? 2 : 1);
    if (!has(field)) {
      return rows;
    }
    if (!(struct.get(field) instanceof Matrix m) || m.getNumDimensions() != 2) {
      throw new WaymarkException("%s is no matrix".formatted(field));
    }
    int height = m.getNumRows();
    int width = m.getNumCols();
    boolean pictureIsRow = height > 2 && width <= 2;
    int pictures = pictureIsRow ? height : width;
    int coordinates = pictureIsRow ? width : height;
    if (coordinates > 2) {
      throw new WaymarkException("%s is %d x %d, not 2 x N".formatted(field, height, width));
    }
    for (int i = 0; i < pictures; i++) {
      double first = pictureIsRow ? m.getDouble(i, 0) : m.getDouble(0, i);
      if (!position) {
        rows.add(first);
      } else if (coordinates == 2) {
        rows.add(first, pictureIsRow ? m.getDouble(i, 1) : m.getDouble(1, i));
      } else {
        rows.add(first, 0);
      }
    }
    return rows;
  }
}
