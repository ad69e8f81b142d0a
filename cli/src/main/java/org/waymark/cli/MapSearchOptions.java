package org.waymark.cli;

import java.util.Locale;
import java.util.Optional;
import org.waymark.indexer.Quantization;
import org.waymark.indexer.SearchMethod;
import org.waymark.indexer.SearchSettings;
import picocli.CommandLine.Option;

/** How a map that is written is to be searched. */
final class MapSearchOptions {

  @Option(
      names = "--search",
      paramLabel = "auto|exact|hnsw",
      defaultValue = "auto",
      description =
          "Compare all places, or go through a graph. Default: ${DEFAULT-VALUE}, by the map's"
              + " size.")
  private String method;

  @Option(
      names = "--quantization",
      paramLabel = "float32|int8|bit",
      defaultValue = "float32",
      description =
          "How descriptors are held when searched; int8 and bit for maps beyond memory. Default:"
              + " ${DEFAULT-VALUE}.")
  private String quantization;

  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      defaultValue = "0.99",
      description =
          "Share of the nearest places that searches must find, or the map is not written. Default:"
              + " ${DEFAULT-VALUE}.")
  private double recall;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the order in which places are added. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  MapSearchOptions() {}

  void check(WaymarkCommand command) {
    command.require(method.matches("auto|exact|hnsw"), "--search is auto, exact or hnsw");
    command.require(
        quantization.matches("float32|int8|bit"), "--quantization is float32, int8 or bit");
    command.require(recall >= 0 && recall <= 1, "--recall is a share, 0 to 1");
  }

  SearchSettings settings() {
    return new SearchSettings(
        method.equals("auto")
            ? Optional.empty()
            : Optional.of(SearchMethod.valueOf(method.toUpperCase(Locale.ROOT))),
        Quantization.valueOf(quantization.toUpperCase(Locale.ROOT)),
        recall,
        seed);
  }
}
