package org.waymark.trainer.run;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.ModelBundle;

/**
 * The folder of one training run. Everything in it is replaced at once or not at all, so that a
 * process killed at any moment, or a full disk, leaves the state before.
 *
 * <pre>
 * run.json          settings, data and their digests
 * checkpoint.json   where training stands, and the name of the file with its numbers
 * checkpoint-*.safetensors
 * metrics.csv       a line for each step
 * validation.csv    a line for each validation
 * events.out.*      the same for TensorBoard
 * loss.svg          plots of both
 * recall.svg
 * best/             the model with the best validation so far
 * model/            the finished model
 * </pre>
 */
public final class RunDirectory {

  private static final String RUN = "run.json";

  private final Path path;

  private RunDirectory(Path path) {
    this.path = path;
  }

  /**
   * A folder for a new run.
   *
   * @throws WaymarkException when there is a run in it already
   */
  public static RunDirectory create(Path path) {
    if (Files.exists(path.resolve(RUN))) {
      throw new WaymarkException(
          "%s holds a training run already; go on with it by --resume, or name another folder"
              .formatted(path));
    }
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new WaymarkException("folder %s cannot be made: %s".formatted(path, e), e);
    }
    return new RunDirectory(path);
  }

  /**
   * The folder of a run that was begun.
   *
   * @throws WaymarkException when there is none
   */
  public static RunDirectory open(Path path) {
    if (!Files.isRegularFile(path.resolve(RUN))) {
      throw new WaymarkException(
          "%s holds no training run: there is no %s. Leave --resume out to begin one"
              .formatted(path, RUN));
    }
    return new RunDirectory(path);
  }

  public Path path() {
    return path;
  }

  /** {@code run.json}. */
  public Path settings() {
    return path.resolve(RUN);
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** The finished model. */
  public Path model() {
    return path.resolve("model");
  }

  /** The model with the best validation. */
  public Path best() {
    return path.resolve("best");
  }

  /** Writes a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Replaces a text file. */
  public void replace(Path file, String text) {
    replace(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes beside it, forces it to the disk, and only then takes the old one's place. */
  void replace(Path file, Content content) {
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (FileOutputStream out = new FileOutputStream(fresh.toFile());
          OutputStream buffered = new BufferedOutputStream(out, 1 << 16)) {
        content.writeTo(buffered);
        buffered.flush();
        out.getFD().sync();
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(fresh);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw unwritable(file, e);
    }
  }

  /** What to say when a file of the run cannot be written. */
  static WaymarkException unwritable(Path file, IOException e) {
    return new WaymarkException(
        "%s cannot be written (%s). The last checkpoint is whole: make room and go on with --resume"
            .formatted(file, e.getMessage()),
        e);
  }

  /**
   * Replaces a model's folder: the new one is complete before the old one goes.
   *
   * @param target {@link #best} or {@link #model}
   */
  public void replace(Path target, ModelBundle model) {
    Path fresh = target.resolveSibling(target.getFileName() + ".tmp");
    Path old = target.resolveSibling(target.getFileName() + ".old");
    try {
      delete(fresh);
      model.save(fresh);
      delete(old);
      if (Files.exists(target)) {
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      delete(old);
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** Finishes a replacement that was interrupted between its two moves. */
  public void mend(Path target) {
    Path old = target.resolveSibling(target.getFileName() + ".old");
    try {
      if (!Files.exists(target) && Files.exists(old)) {
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
