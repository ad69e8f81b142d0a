package org.waymark.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.waymark.core.npy.NpyMatrix;
import org.waymark.descriptors.ModelBundle;
import org.waymark.descriptors.whitening.WhiteningFit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code waymark model whiten}. */
@Command(
    name = "whiten",
    description = {
      "Adds whitening to a model, fitted by principal components to descriptors of that model.",
      "Fitted to the map that is searched, as published figures are, it is transductive: it has seen"
          + " the places that it is judged by. Fitted to training pictures, it carries over."
    })
final class ModelWhitenCommand extends WaymarkCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "The model; it stays as it is.")
  private Path directory;

  @Option(
      names = "--fit",
      paramLabel = "FILE.npy",
      required = true,
      description = "Descriptors of that model, as waymark extract writes them.")
  private Path features;

  @Option(
      names = "--dims",
      paramLabel = "N",
      required = true,
      description = "Numbers in a whitened descriptor.")
  private int dimensions;

  @Option(
      names = "--fitted-on",
      paramLabel = "training|map|TEXT",
      required = true,
      description =
          "What the descriptors are of, for the record: training pictures, the map, other.")
  private String fittedOn;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where the whitened model goes.")
  private Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelWhitenCommand() {}

  @Override
  public Integer call() {
    require(dimensions >= 1, "--dims is a count of 1 and more");
    require(!fittedOn.isBlank(), "--fitted-on says what the descriptors are of");
    ModelCommand.requireFree(out);
    ModelBundle model = ModelBundle.load(directory);
    require(
        dimensions <= model.spec().descriptorSize(),
        "--dims is at most %d, the numbers in this model's descriptors"
            .formatted(model.spec().descriptorSize()));
    try (NpyMatrix descriptors = NpyMatrix.open(features)) {
      // Before the fit, which may take minutes.
      model.requireWhitening(descriptors.columns());
    }
    WhiteningFit fit = WhiteningFit.of(features, dimensions, new ConsoleProgress());
    ModelBundle whitened = model.whitened(fit.whitening(), fittedOn);
    if (!json) {
      System.out.printf(
          "Fitted to %d descriptors; %d of %d usable dimensions keep %s %% of the variance.%n",
          fit.descriptors(), dimensions, fit.usable(), Table.number(100 * fit.variance(), 1));
    }
    ModelCommand.save(whitened, out, json);
    return 0;
  }
}
