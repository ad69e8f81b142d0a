package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageFiles;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.Match;
import org.waymark.indexer.PlaceMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark index query}. */
@Command(name = "query", description = "Shows the places that a picture looks most like.")
final class IndexQueryCommand extends WaymarkCommand implements Callable<Integer> {

  @Option(names = "--map", paramLabel = "DIR", required = true, description = "The map.")
  private Path directory;

  @Parameters(paramLabel = "IMAGE", description = "A JPEG or PNG file.")
  private Path image;

  @Mixin private ModelOptions model;

  @Option(
      names = "-k",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many places. Default: ${DEFAULT-VALUE}.")
  private int k;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexQueryCommand() {}

  @Override
  public Integer call() {
    require(k >= 1, "-k is a count of 1 and more");
    model.check(this);
    try (PlaceMap map = PlaceMap.open(new MapDirectory(directory).current())) {
      var bundle = model.bundle();
      map.requireModel(bundle.id(), bundle.name());
      try (DescriptorExtractor extractor = model.open()) {
        List<Match> matches = map.search(describe(extractor), k);
        if (json) {
          printJson(matches);
        } else {
          printTable(matches);
        }
      }
    }
    return 0;
  }

  private float[] describe(DescriptorExtractor extractor) {
    try {
      if (!Files.isRegularFile(image)) {
        throw new WaymarkException("there is no picture %s".formatted(image.toAbsolutePath()));
      }
      return extractor.describe(ImageFiles.read(image));
    } catch (IOException | ImageRejectedException e) {
      throw new WaymarkException(
          "picture %s cannot be used: %s".formatted(image, e.getMessage()), e);
    }
  }

  private void printJson(List<Match> matches) {
    ObjectNode node = Json.object().put("image", image.toString());
    ArrayNode places = node.putArray("places");
    for (Match match : matches) {
      Pose pose = match.place().pose();
      ObjectNode place =
          places
              .addObject()
              .put("place", match.place().id())
              .put("session", match.place().session())
              .put("distance", match.distance());
      place.putArray("position").add(pose.x()).add(pose.y()).add(pose.z());
      place.putArray("orientation").add(pose.qx()).add(pose.qy()).add(pose.qz()).add(pose.qw());
    }
    Json.print(System.out, node);
  }

  private static void printTable(List<Match> matches) {
    Table table = new Table("", "place", "distance", "x", "y", "z");
    for (int i = 0; i < matches.size(); i++) {
      Match match = matches.get(i);
      Pose pose = match.place().pose();
      table.row(
          Integer.toString(i + 1),
          match.place().id(),
          Table.number(match.distance(), 4),
          Table.number(pose.x(), 2),
          Table.number(pose.y(), 2),
          Table.number(pose.z(), 2));
    }
    System.out.print(table);
  }
}
