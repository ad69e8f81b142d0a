package org.waymark.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.waymark.indexer.MapDirectory;
import org.waymark.indexer.MapManifest;
import org.waymark.indexer.MapVerification;
import org.waymark.indexer.MapVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waymark index verify}. */
@Command(
    name = "verify",
    description = {
      "Checks every byte of a map, its structures, its places, and the recall of its searches again.",
      "Exit code 1, and the names of what is damaged, when anything is wrong."
    })
final class IndexVerifyCommand extends WaymarkCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The map, or one version of it.")
  private Path directory;

  @Option(
      names = "--map-version",
      paramLabel = "V",
      description = "The version to check. Default: the one in use.")
  private @Nullable String version;

  @Option(names = "--all", description = "Check every version.")
  private boolean all;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the queries that recall is measured with. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexVerifyCommand() {}

  @Override
  public Integer call() {
    require(!all || version == null, "--all and one version exclude each other");
    MapDirectory map = new MapDirectory(directory);
    List<MapVerification.Report> reports =
        versions(map).stream()
            .map(v -> MapVerification.run(v, seed, new ConsoleProgress()))
            .toList();
    if (json) {
      printJson(reports);
    } else {
      reports.forEach(IndexVerifyCommand::print);
    }
    return reports.stream().allMatch(MapVerification.Report::sound) ? 0 : 1;
  }

  private List<Path> versions(MapDirectory map) {
    if (all) {
      return map.versions().stream().map(MapVersion::directory).toList();
    }
    return List.of(version == null ? map.current() : map.existingVersion(version));
  }

  private static void print(MapVerification.Report report) {
    MapManifest manifest = report.manifest();
    String name =
        manifest == null ? report.version().toString() : manifest.name() + "/" + manifest.version();
    if (!report.sound()) {
      System.out.printf("%s is damaged:%n", name);
      report.problems().forEach(problem -> System.out.println("  " + problem));
      return;
    }
    MapManifest.SelfCheck recall = report.recall();
    System.out.printf(
        "%s is sound: %d places, %d files%s%n",
        name,
        manifest == null ? 0 : manifest.places(),
        manifest == null ? 0 : manifest.files().size() + 1,
        recall == null
            ? ""
            : ", recall@1 %s, recall@10 %s"
                .formatted(
                    Table.number(recall.recallAt1(), 4), Table.number(recall.recallAt10(), 4)));
  }

  private static void printJson(List<MapVerification.Report> reports) {
    ObjectNode node =
        Json.object().put("sound", reports.stream().allMatch(MapVerification.Report::sound));
    ArrayNode versions = node.putArray("versions");
    for (MapVerification.Report report : reports) {
      MapManifest manifest = report.manifest();
      ObjectNode version =
          versions
              .addObject()
              .put("directory", report.version().toString())
              .put("sound", report.sound());
      if (manifest != null) {
        version
            .put("map", manifest.name())
            .put("version", manifest.version())
            .put("places", manifest.places())
            .put("files", manifest.files().size() + 1);
      }
      report.problems().forEach(version.putArray("problems")::add);
      MapManifest.SelfCheck recall = report.recall();
      if (recall == null) {
        version.putNull("recall");
      } else {
        version.set("recall", Json.tree(recall));
      }
    }
    Json.print(System.out, node);
  }
}
