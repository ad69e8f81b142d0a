package org.waymark.cli;

import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Refuses to put a new model in the place of one that maps may have been built with. */
  static void requireFree(Path directory) {
    if (Files.exists(directory.resolve("model.json"))) {
      throw new WaymarkException(
          "%s holds a model already: choose another directory, or delete that one"
              .formatted(directory));
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
