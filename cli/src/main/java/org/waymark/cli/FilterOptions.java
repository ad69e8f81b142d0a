package org.waymark.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.waymark.indexer.search.PlaceFilter;
import picocli.CommandLine.Option;

/** Which places of a map come into question. */
final class FilterOptions {

  private static final double USUAL_TOLERANCE_DEGREES = 45;

  @Option(
      names = "--session",
      paramLabel = "NAME",
      description = "Only places recorded in this session; may be repeated.")
  private List<String> sessions = List.of();

  @Option(
      names = "--camera",
      paramLabel = "NAME",
      description = "Only places recorded with this camera; may be repeated.")
  private List<String> cameras = List.of();

  @Option(
      names = "--tag",
      paramLabel = "KEY=VALUE",
      description = "Only places with this tag; may be repeated, and all must hold.")
  private List<String> tags = List.of();

  @Option(
      names = "--near",
      paramLabel = "X,Y,R",
      description = "Only places within R metres of (X, Y) in the map frame.")
  private @Nullable String near;

  @Option(
      names = "--heading",
      paramLabel = "DEG[,TOL]",
      description = {
        "Only places whose camera looked this way over the ground, counterclockwise from x,",
        "give or take TOL degrees (default 45)."
      })
  private @Nullable String heading;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  FilterOptions() {}

  /** All of them together; refuses what cannot be on behalf of the command that was given it. */
  PlaceFilter filter(WaymarkCommand command) {
    List<PlaceFilter> filters = new ArrayList<>();
    if (!sessions.isEmpty()) {
      filters.add(new PlaceFilter.Sessions(Set.copyOf(sessions)));
    }
    if (!cameras.isEmpty()) {
      filters.add(new PlaceFilter.Cameras(Set.copyOf(cameras)));
    }
    for (String tag : tags) {
      int equals = tag.indexOf('=');
      command.require(equals > 0, "--tag is KEY=VALUE, e.g. season=winter");
      filters.add(new PlaceFilter.Tag(tag.substring(0, equals), tag.substring(equals + 1)));
    }
    if (near != null) {
      double[] n = numbers(command, near, 3, 3, "--near is X,Y,R in metres, e.g. 12.5,-3,20");
      command.require(n[2] > 0, "the radius of --near is above 0");
      filters.add(new PlaceFilter.Circle(n[0], n[1], n[2]));
    }
    if (heading != null) {
      double[] n =
          numbers(command, heading, 1, 2, "--heading is DEG or DEG,TOL in degrees, e.g. 90,30");
      double tolerance = n.length == 2 ? n[1] : USUAL_TOLERANCE_DEGREES;
      command.require(tolerance >= 0 && tolerance <= 180, "the tolerance of --heading is 0 to 180");
      filters.add(PlaceFilter.Heading.around(n[0], tolerance));
    }
    return filters.stream().reduce(PlaceFilter.everything(), PlaceFilter::and);
  }

  private static double[] numbers(
      WaymarkCommand command, String text, int fewest, int most, String rule) {
    String[] words = text.split(",", -1);
    command.require(words.length >= fewest && words.length <= most, rule);
    double[] numbers = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        numbers[i] = Double.parseDouble(words[i].strip());
      } catch (NumberFormatException e) {
        throw command.wrongUsage(rule);
      }
      command.require(Double.isFinite(numbers[i]), rule);
    }
    return numbers;
  }
}
