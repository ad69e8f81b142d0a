package org.waymark.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.geometry.Utm;
import org.waymark.indexer.MapBuilder;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapManifest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a map is built of and how, wherever its frames are described. */
final class MapBuildOptions {

  private static final int USUAL_THUMBNAIL = 320;

  @Option(
      names = "--dataset",
      paramLabel = "SPEC",
      required = true,
      description = "A recording with poses, or with positions and headings; may be repeated.")
  private List<String> datasets;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The map's directory, e.g. maps/office; its last part is the map's name.")
  private Path out;

  @Option(
      names = "--append",
      description = "Add to the places of the version in use; it stays readable as it is.")
  private boolean append;

  @Option(
      names = "--frame",
      paramLabel = "ID",
      defaultValue = "map",
      description = "The ROS frame that the poses are in. Default: ${DEFAULT-VALUE}.")
  private String frame;

  @Mixin private KeyFrameOptions keyFrames;

  @Option(
      names = "--tag",
      paramLabel = "KEY=VALUE",
      description = "A tag of every place of this build; may be repeated.")
  private @Nullable Map<String, String> tags;

  @Option(
      names = "--utm-zone",
      paramLabel = "ZONE",
      defaultValue = "",
      description = "Of positions whose data set names no zone, e.g. 33N.")
  private String utmZone;

  @Option(
      names = "--thumbnails",
      paramLabel = "WIDTH",
      arity = "0..1",
      fallbackValue = "" + USUAL_THUMBNAIL,
      description =
          "Keep a small picture of each place for people. Width without one: ${FALLBACK-VALUE}.")
  private @Nullable Integer thumbnails;

  @Mixin private MapSearchOptions search;

  @Option(names = "--skip-broken", description = "Leave out frames with broken pictures.")
  private boolean skipBroken;

  @Option(
      names = "--restart",
      description = "Describe everything anew, whatever an ended build left.")
  private boolean restart;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  MapBuildOptions() {}

  void check(WaymarkCommand command) {
    keyFrames.check(command);
    search.check(command);
    command.require(
        utmZone.isEmpty() || Utm.isZone(utmZone), "--utm-zone is a zone of UTM, e.g. 33N");
    command.require(
        thumbnails == null || (thumbnails >= 16 && thumbnails <= 1024),
        "--thumbnails is a width of 16 to 1024 pixels");
  }

  boolean skipBroken() {
    return skipBroken;
  }

  boolean restart() {
    return restart;
  }

  /** The recordings; what is wrong with them should be known before anything expensive starts. */
  List<Dataset> open() {
    return datasets.stream().map(Datasets::open).toList();
  }

  /** Builds, and prints what came of it. */
  void build(List<Dataset> sources, MapBuilder builder, boolean json) {
    long begin = System.nanoTime();
    MapDirectory map = new MapDirectory(out);
    AtomicBoolean ended = new AtomicBoolean();
    Thread onInterrupt =
        new Thread(() -> explainInterrupt(ended, map), "waymark-build-interrupted");
    try {
      Runtime.getRuntime().addShutdownHook(onInterrupt);
      MapManifest manifest =
          append
              ? builder.append(sources, map, new ConsoleProgress())
              : builder.build(sources, map, new ConsoleProgress());
      BuildPrinter.print(
          manifest, map.version(manifest.version()), (System.nanoTime() - begin) / 1e9, json);
    } finally {
      ended.set(true);
    }
  }

  MapBuilder.Options options() {
    return new MapBuilder.Options(
        frame,
        skipBroken,
        restart,
        keyFrames.choice(),
        tags == null ? Map.of() : tags,
        thumbnails == null ? OptionalInt.empty() : OptionalInt.of(thumbnails),
        utmZone,
        search.settings());
  }

  private void explainInterrupt(AtomicBoolean ended, MapDirectory map) {
    if (!ended.get()) {
      System.err.printf(
          "%nInterrupted; the versions of map %s are as they were. The same command%s goes on from"
              + " what is described.%n",
          map.root(), restart ? " without --restart" : "");
    }
  }
}
