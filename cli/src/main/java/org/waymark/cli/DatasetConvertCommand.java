package org.waymark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.convert.JsonIndexWriter;
import org.waymark.core.dataset.convert.TumTrajectoryWriter;
import org.waymark.core.dataset.csv.FrameCsvWriter;
import org.waymark.core.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark dataset convert}. */
@Command(
    name = "convert",
    description = {
      "Writes what is known of a data set's frames as another kind of index; pictures stay where they are.",
      "json: the index of GCL's authors. waymark: a CSV with all that is known, see docs/datasets.md.",
      "tum: a trajectory, lines 'seconds x y z qx qy qz qw'."
    })
final class DatasetConvertCommand extends WaymarkCommand implements Callable<Integer> {

  /** What can be written. */
  enum Form {
    JSON,
    WAYMARK,
    TUM
  }

  @Parameters(paramLabel = "SPEC", description = "The data set, e.g. msls:/data/MSLS?city=cph")
  private String dataset;

  @Option(
      names = "--to",
      paramLabel = "FORM",
      required = true,
      description = "json, waymark or tum.")
  private Form form;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file to write; for waymark it may be a folder, which gets frames.csv.")
  private Path out;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DatasetConvertCommand() {}

  @Override
  public Integer call() {
    Dataset opened = Datasets.open(dataset);
    Path file = form == Form.WAYMARK && Files.isDirectory(out) ? out.resolve("frames.csv") : out;
    if (Files.exists(file)) {
      throw new WaymarkException(
          "%s exists; delete it, or name another file with --out".formatted(file));
    }
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    long without;
    try (Progress progress = new ConsoleProgress().start("converting", opened.size())) {
      Optional<Path> folder = Optional.ofNullable(file.toAbsolutePath().getParent());
      if (folder.isPresent()) {
        Files.createDirectories(folder.get());
      }
      without = write(opened, partial, file, progress);
      Files.move(partial, file);
    } catch (IOException e) {
      throw new WaymarkException("%s cannot be written: %s".formatted(file, e), e);
    } finally {
      delete(partial);
    }
    System.out.printf("Wrote %d frames to %s%n", opened.size() - without, file);
    if (without > 0) {
      System.out.printf("Left out %d frames without pose%n", without);
    }
    if (form != Form.WAYMARK) {
      sayWhatIsLost(opened);
    }
    return 0;
  }

  /** Looks at the first frame only: a recording has odometry throughout, or not at all. */
  private void sayWhatIsLost(Dataset opened) {
    try (Stream<DatasetFrame> frames = opened.frames()) {
      Optional<DatasetFrame> first = frames.findFirst();
      if (first.isEmpty()) {
        return;
      }
      if (first.get().odometry().isPresent() || first.get().baseToCamera().isPresent()) {
        System.out.printf(
            "Left out odometry and the camera's mounting, which '%s' has no place for; '--to waymark' keeps them%n",
            form.name().toLowerCase(Locale.ROOT));
      }
    } catch (IOException e) {
      throw new WaymarkException("the camera's mounting cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns how many frames could not be written. */
  private long write(Dataset opened, Path partial, Path file, Progress progress)
      throws IOException {
    switch (form) {
      case JSON -> JsonIndexWriter.write(opened, partial, progress);
      case WAYMARK ->
          FrameCsvWriter.write(
              opened,
              partial,
              Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file),
              progress);
      case TUM -> {
        return TumTrajectoryWriter.write(opened, partial, progress);
      }
    }
    return 0;
  }

  private static void delete(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      // Where it cannot be removed it could not be written, which is being said.
    }
  }
}
