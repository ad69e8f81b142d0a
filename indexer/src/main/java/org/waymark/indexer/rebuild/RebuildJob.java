package org.waymark.indexer.rebuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.digest.Digests;

/**
 * What a rebuild wants described: the frames of one data set, with one model. Its id is the run of
 * the frames on their way, and the same for the same work: who goes on finds what was described.
 *
 * @param run called by a digest of the model, the precision, the data set's path (of one file, with
 *     its size and when it was written) and the frames' names, with the sizes of their files:
 *     another recording, or changed pictures, are other work
 * @param model id of the bundle
 * @param precision of the network's numbers
 * @param columns numbers in a descriptor
 */
record RebuildJob(String run, String model, String precision, int columns) {

  private static final int DIGITS = 32;

  static RebuildJob of(Dataset dataset, RebuildDescriptors.Wanted wanted, String attempt)
      throws IOException {
    String digest =
        Digests.sha256(
            out -> {
              String head =
                  String.join(
                      "\n",
                      wanted.modelId(),
                      wanted.precision(),
                      attempt,
                      dataset.spec().kind(),
                      place(dataset.spec().path()));
              out.write(head.getBytes(StandardCharsets.UTF_8));
              try (Stream<DatasetFrame> frames = dataset.frames()) {
                for (Iterator<DatasetFrame> i = frames.iterator(); i.hasNext(); ) {
                  out.write(('\n' + name(i.next())).getBytes(StandardCharsets.UTF_8));
                }
              }
            });
    return new RebuildJob(
        "rebuild-" + digest.substring(0, DIGITS),
        wanted.modelId(),
        wanted.precision(),
        wanted.descriptorSize());
  }

  private static String place(Path path) throws IOException {
    String place = path.toAbsolutePath().normalize().toString();
    return Files.isRegularFile(path)
        ? "%s\t%d\t%s".formatted(place, Files.size(path), Files.getLastModifiedTime(path))
        : place;
  }

  private static String name(DatasetFrame frame) throws IOException {
    Optional<Path> file = frame.file().filter(Files::isRegularFile);
    return file.isPresent() ? frame.id() + "\t" + Files.size(file.get()) : frame.id();
  }
}
