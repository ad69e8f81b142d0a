package org.waymark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.ModelBundle;
import picocli.CommandLine.Command;

/** {@code waymark model}. */
@Command(
    name = "model",
    description = "Models: bring in checkpoints, look at them, whiten them, give them away.",
    subcommands = {
      ModelImportCommand.class,
      ModelInfoCommand.class,
      ModelWhitenCommand.class,
      ModelExportCommand.class
    })
final class ModelCommand extends WaymarkCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelCommand() {}

  @Override
  public void run() {
    throw wrongUsage("which: model import, info, whiten or export?");
  }

  /**
   * Refuses to put a new model where anything is: a model that maps may have been built with, or
   * the very checkpoint that is imported, which may be called as a model's weights are.
   */
  static void requireFree(Path directory) {
    if (Files.exists(directory.resolve("model.json"))) {
      throw new WaymarkException(
          "%s holds a model already: choose another directory, or delete that one"
              .formatted(directory));
    }
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new WaymarkException(
          "%s is a file, and a model is a directory: choose another name".formatted(directory));
    }
    if (Files.isDirectory(directory)) {
      try (Stream<Path> entries = Files.list(directory)) {
        entries
            .findAny()
            .ifPresent(
                entry -> {
                  throw new WaymarkException(
                      "%s is not empty, it holds %s: name a new directory, e.g. %s"
                          .formatted(directory, entry.getFileName(), directory.resolve("model")));
                });
      } catch (IOException e) {
        throw new WaymarkException("directory %s cannot be read".formatted(directory), e);
      }
    }
  }

  /** Writes a model and says what it is. */
  static void save(ModelBundle model, Path directory, boolean json) {
    model.save(directory);
    if (json) {
      Json.print(System.out, ModelDescription.json(model).put("out", directory.toString()));
    } else {
      System.out.print(ModelDescription.table(model));
      System.out.printf("Use it with: --model %s%n", directory);
    }
  }
}
