package org.waymark.core.dataset.kind;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Problems;
import org.waymark.core.dataset.Tags;
import org.waymark.core.dataset.index.FrameIndex;
import org.waymark.core.geometry.GroundPosition;

/**
 * Makes a data set of {@code dbStruct} files.
 *
 * @param databaseFolders where the database's pictures may lie, relative to the images' folder; the
 *     first in which one is found
 * @param queryFolders likewise the queries'
 */
record DbStructReader(List<String> databaseFolders, List<String> queryFolders) {

  /** Pictures lie where the file's names say. */
  static final DbStructReader PLAIN = new DbStructReader(List.of(""), List.of(""));

  /**
   * Opens a data set.
   *
   * @param files to read, one after the other
   */
  Dataset open(DatasetSpec spec, List<Path> files, Problems problems) {
    Path root = SpecOptions.path(spec, SpecOptions.IMAGES).orElse(SpecOptions.folderOf(spec));
    FrameIndex index =
        new FrameIndex(root).keys(FileNames::key).filesOnDisk(FileNames::eitherExtension);
    FrameClock clock = FrameClock.of(spec);
    for (Path file : files) {
      DbStruct struct = read(file);
      for (String part : SpecOptions.parts(spec)) {
        index.startPart();
        add(file, struct, part, clock, index, problems);
      }
    }
    return index.dataset(spec);
  }

  private static DbStruct read(Path file) {
    return file.toString().endsWith(".npz") ? NpzDbStruct.read(file) : MatDbStruct.read(file);
  }

  private void add(
      Path file,
      DbStruct struct,
      String partName,
      FrameClock clock,
      FrameIndex index,
      Problems problems) {
    DbStruct.Part part = struct.part(partName);
    String folder = folder(index.rootFolder(), partName, part);
    for (int i = 0; i < part.names().size(); i++) {
      String place = "%s: picture %d of the %s".formatted(file, i + 1, partName);
      String name = part.names().get(i).replace('\\', '/').replaceFirst("^(\\./)+", "");
      double east = part.utm().get(i, 0);
      double north = part.utm().get(i, 1);
      if (name.isBlank() || name.indexOf('\0') >= 0) {
        problems.add(place + " has no name");
      } else if (!(Double.isFinite(east) && Double.isFinite(north))) {
        problems.add("%s is at (%s, %s)".formatted(place, east, north));
      } else if (!index.add(folder + name)) {
        problems.add("%s, %s, is there twice".formatted(place, name));
      } else {
        index.position(GroundPosition.of(east, north)).tag(Tags.PART, partName);
        stamp(part, i, place, problems)
            .ifPresentOrElse(
                index::stamp, () -> index.madeUpStamp(clock.stampNanos(index.size() - 1L)));
        if (!struct.set().isEmpty()) {
          index.tag(Tags.SPLIT, struct.set());
        }
      }
    }
  }

  private static OptionalLong stamp(DbStruct.Part part, int i, String place, Problems problems) {
    if (part.times().rows() == 0) {
      return OptionalLong.empty();
    }
    double time = part.times().get(i, 0);
    OptionalLong nanos = MonthStamps.nanos(time);
    if (nanos.isEmpty()) {
      problems.add(
          "%s has the time %s; a month is e.g. 201306, 24162 (since the year 0) or a day of MATLAB, 735386"
              .formatted(place, time));
    }
    return nanos;
  }

  private String folder(Path root, String partName, DbStruct.Part part) {
    List<String> folders = partName.equals("query") ? queryFolders : databaseFolders;
    if (part.names().isEmpty() || part.names().getFirst().indexOf('\0') >= 0) {
      return folders.getFirst();
    }
    String first = part.names().getFirst();
    return folders.stream()
        .filter(f -> Files.exists(FileNames.eitherExtension(root.resolve(f + first))))
        .findFirst()
        .orElseGet(() -> namesOwnFolder(first, folders) ? "" : folders.getFirst());
  }

  private static boolean namesOwnFolder(String name, List<String> folders) {
    return folders.stream()
        .anyMatch(folder -> !folder.isEmpty() && ("/" + name).contains("/" + folder));
  }

  /**
   * The index files of a data set that is published as one for each split, in its folder or in
   * {@code datasets} there.
   *
   * @param prefix of the files' names, e.g. {@code pitts30k_}
   * @param splits all that there are
   */
  static List<Path> files(DatasetSpec spec, String prefix, List<String> splits) {
    if (Files.isRegularFile(spec.path())) {
      return List.of(spec.path());
    }
    Path root = SpecOptions.requireFolder(spec);
    List<String> wanted =
        SpecOptions.choice(spec, SpecOptions.SPLIT, splits).map(List::of).orElse(splits);
    List<Path> files =
        wanted.stream()
            .flatMap(
                split ->
                    List.of(
                            root.resolve(prefix + split + ".mat"),
                            root.resolve("datasets").resolve(prefix + split + ".mat"),
                            root.resolve(prefix + split + ".npz"))
                        .stream()
                        .filter(Files::exists)
                        .limit(1))
            .toList();
    if (files.isEmpty()) {
      throw new WaymarkException(
          "data set '%s': there is no %s.mat in %s or its folder datasets"
              .formatted(spec, prefix + String.join("|", wanted), root.toAbsolutePath()));
    }
    return files;
  }
}
