package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;
import org.waymark.core.image.ImageFiles;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.image.ImageDecoder;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.Match;
import org.waymark.indexer.Place;
import org.waymark.indexer.PlaceMap;
import org.waymark.indexer.PlacePictures;
import org.waymark.indexer.report.QuerySheet;
import org.waymark.indexer.search.SearchRequest;
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

  @Mixin private FilterOptions filters;

  @Option(
      names = "--out",
      paramLabel = "FILE.png",
      description = "Write a picture of the query beside the places that were found.")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexQueryCommand() {}

  @Override
  public Integer call() {
    require(k >= 1, "-k is a count of 1 and more");
    require(
        out == null || out.toString().toLowerCase(Locale.ROOT).endsWith(".png"),
        "--out is the name of a .png file");
    model.check(this);
    SearchRequest request = SearchRequest.nearest(k).within(filters.filter(this));
    try (PlaceMap map = PlaceMap.open(new MapDirectory(directory).current())) {
      var bundle = model.bundle();
      map.requireModel(bundle.id(), bundle.name());
      try (DescriptorExtractor extractor = model.open()) {
        ImageData picture = read();
        List<Match> matches = map.search(describe(extractor, picture), request).matches();
        if (out != null) {
          writeSheet(map, picture, matches, out);
        }
        if (json) {
          printJson(map.manifest(), matches);
        } else {
          printTable(matches);
        }
      }
    }
    return 0;
  }

  private ImageData read() {
    if (!Files.isRegularFile(image)) {
      throw new WaymarkException("there is no picture %s".formatted(image.toAbsolutePath()));
    }
    try {
      return ImageFiles.read(image);
    } catch (IOException e) {
      throw unusable(FileFailure.reason(e), e);
    }
  }

  private float[] describe(DescriptorExtractor extractor, ImageData picture) {
    try {
      return extractor.describe(picture);
    } catch (ImageRejectedException e) {
      throw unusable(e.getMessage(), e);
    }
  }

  private WaymarkException unusable(@Nullable String reason, Exception cause) {
    return new WaymarkException("picture %s cannot be used: %s".formatted(image, reason), cause);
  }

  private void writeSheet(PlaceMap map, ImageData picture, List<Match> matches, Path file) {
    QuerySheet sheet = new QuerySheet();
    try {
      sheet.add(
          Optional.of(ImageDecoder.decode(picture)),
          List.of("query", String.valueOf(image.getFileName())));
    } catch (ImageRejectedException e) {
      throw unusable(e.getMessage(), e);
    }
    PlacePictures pictures = new PlacePictures(map);
    for (int i = 0; i < matches.size(); i++) {
      Place place = matches.get(i).place();
      PlacePictures.Found found = pictures.of(place);
      sheet.add(
          found.picture(),
          List.of(
              "%d.  distance %s".formatted(i + 1, Table.number(matches.get(i).distance(), 4)),
              place.id(),
              "x %s  y %s  z %s m"
                  .formatted(
                      Table.number(place.pose().x(), 2),
                      Table.number(place.pose().y(), 2),
                      Table.number(place.pose().z(), 2)),
              found.note()));
    }
    sheet.write(file);
    if (!json) {
      System.err.printf("Wrote %s.%n", file);
    }
  }

  private void printJson(MapManifest map, List<Match> matches) {
    ObjectNode node =
        Json.object()
            .put("image", image.toString())
            .put("map", map.name())
            .put("version", map.version());
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
    if (matches.isEmpty()) {
      System.out.println("No place passes the filters.");
      return;
    }
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
