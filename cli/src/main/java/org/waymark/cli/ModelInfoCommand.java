package org.waymark.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.waymark.descriptors.ModelBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark model info}. */
@Command(name = "info", description = "Shows what a model is, after checking its files.")
final class ModelInfoCommand extends WaymarkCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The model.")
  private Path directory;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelInfoCommand() {}

  @Override
  public Integer call() {
    ModelBundle model = ModelBundle.load(directory);
    if (json) {
      Json.print(System.out, ModelDescription.json(model));
    } else {
      System.out.print(ModelDescription.table(model));
    }
    return 0;
  }
}
