package org.waymark.indexer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.core.digest.Digests;
import org.waymark.core.geometry.Pose;

/**
 * What {@code map.json} says of one version of a map. It is written last: a directory without it is
 * no map.
 *
 * @param format version of this file's form
 * @param name of the map
 * @param version of the map, counted from 1
 * @param modelId id of the bundle whose descriptors the map holds
 * @param modelName the same for people
 * @param descriptorSize numbers per descriptor
 * @param frameId the frame that the poses are in
 * @param geo where on the globe that frame lies
 * @param places how many
 * @param extent the box around all positions
 * @param contents sessions, cameras and tags of the places
 * @param sources the data sets it was built from
 * @param build what influenced the result
 * @param alignment how the frame was fitted to another, where it was
 * @param files SHA-256 of every file under {@code lucene/}, by name
 * @param createdAt when, as ISO 8601
 */
public record MapManifest(
    int format,
    String name,
    String version,
    String modelId,
    String modelName,
    int descriptorSize,
    String frameId,
    GeoFrame geo,
    long places,
    Extent extent,
    Contents contents,
    List<Source> sources,
    Build build,
    @Nullable Alignment alignment,
    SequencedMap<String, String> files,
    String createdAt) {

  static final int FORMAT = 2;
  static final String FILE = "map.json";

  /** Nobody writes so large a manifest; a file of this size is something else. */
  private static final long MAX_BYTES = 16 << 20;

  /** Name of the SHA-256 over everything else in the file, written without white space. */
  private static final String DIGEST = "sha256";

  private static final ObjectMapper COMPACT = new ObjectMapper();

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** An axis-aligned box, in metres of the map frame. */
  public record Extent(
      double minX, double minY, double minZ, double maxX, double maxY, double maxZ) {}

  /**
   * A data set that places came from.
   *
   * @param spec as {@code kind:path?options}, with an absolute path
   * @param places how many of its frames became places
   * @param skipped ids of frames that were left out because their pictures are broken
   */
  public record Source(String spec, long places, List<String> skipped) {}

  /**
   * What the places carry.
   *
   * @param sessions places of each session, in the order of their first places
   * @param cameras names of the cameras; empty where there is only one, without a name
   * @param tags for each tag the places of each value; of a tag with more than a thousand values
   *     only a thousand are listed
   */
  public record Contents(
      SequencedMap<String, Long> sessions,
      SortedSet<String> cameras,
      SortedMap<String, SortedMap<String, Long>> tags) {}

  /**
   * What influenced the result besides the pictures and the model.
   *
   * @param search how the map is searched
   * @param seed of the order in which places were added
   * @param maxConnections of the graph, per node
   * @param beamWidth while the graph was built
   * @param beamAtSearch how many candidates the graph is asked for at least when it is searched
   * @param quantization of the descriptors that are searched
   * @param keyFrames the rule by which frames became places, in words
   * @param duplicatesDropped how many frames were left out because they equal another
   * @param selfCheck how well the finished map finds places, where that was measured
   */
  public record Build(
      SearchMethod search,
      long seed,
      int maxConnections,
      int beamWidth,
      int beamAtSearch,
      Quantization quantization,
      String keyFrames,
      long duplicatesDropped,
      @Nullable SelfCheck selfCheck) {}

  /**
   * How well a finished map finds the places that comparing all of them finds.
   *
   * @param recallAt1 share of queries whose nearest place is found
   * @param recallAt10 share of the ten nearest places that are found
   * @param target what both had to reach
   * @param queries how many were searched
   * @param method where the queries came from, in words
   */
  public record SelfCheck(
      double recallAt1, double recallAt10, double target, int queries, String method) {}

  /**
   * A fit of the frame that the poses came in to the frame that they are in now: {@code x -> scale
   * * rotation(x) + translation}.
   *
   * @param target the map or the file of surveyed points that it was fitted to
   * @param scale above 0; 1 when the fit is rigid
   * @param rigid rotation and translation
   * @param pairs of points that were given
   * @param inliers of them that the fit agrees with
   * @param rmsMetres root mean square distance of the inliers after the fit
   * @param maxMetres the largest
   */
  public record Alignment(
      String target,
      double scale,
      Pose rigid,
      int pairs,
      int inliers,
      double rmsMetres,
      double maxMetres) {}

  /** The same map under another version's name. */
  public MapManifest withVersion(String newVersion) {
    return new MapManifest(
        format,
        name,
        newVersion,
        modelId,
        modelName,
        descriptorSize,
        frameId,
        geo,
        places,
        extent,
        contents,
        sources,
        build,
        alignment,
        files,
        createdAt);
  }

  /** Writes {@code map.json} with a digest of its own, so that damage to it is noticed too. */
  void write(Path directory) throws IOException {
    ObjectNode content = JSON.valueToTree(this);
    content.put(DIGEST, Digests.sha256(COMPACT.writeValueAsBytes(content)));
    Path file = directory.resolve(FILE);
    Files.write(file, JSON.writeValueAsBytes(content));
    IOUtils.fsync(file, false);
  }

  /**
   * Reads the manifest of a version.
   *
   * @param directory of the version
   * @throws WaymarkException when there is none, or it was damaged or cannot be understood
   */
  public static MapManifest read(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.isRegularFile(file)) {
        throw new WaymarkException(
            "%s is no map: it has no %s".formatted(directory.toAbsolutePath(), FILE));
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new WaymarkException(
            "%s has %d bytes; that is no map manifest".formatted(file, Files.size(file)));
      }
      return parse(file, JSON.readTree(Files.readAllBytes(file)));
    } catch (JsonProcessingException e) {
      throw new WaymarkException(
          "%s cannot be understood: %s; rebuild the map with: waymark index build"
              .formatted(file, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new WaymarkException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static MapManifest parse(Path file, JsonNode tree) throws IOException {
    if (!(tree instanceof ObjectNode content) || !content.path("format").isInt()) {
      throw new WaymarkException("%s is no map manifest".formatted(file));
    }
    int format = content.path("format").intValue();
    if (format != FORMAT) {
      throw new WaymarkException(
          format < FORMAT
              ? "%s has format %d, of an earlier version of Waymark; rebuild the map with: waymark index build"
                  .formatted(file, format)
              : "%s has format %d; this version of Waymark reads format %d"
                  .formatted(file, format, FORMAT));
    }
    JsonNode digest = content.remove(DIGEST);
    if (digest == null
        || !Digests.sha256(COMPACT.writeValueAsBytes(content)).equals(digest.textValue())) {
      throw new WaymarkException(
          "%s was changed or damaged after it was written; rebuild the map with: waymark index build"
              .formatted(file));
    }
    MapManifest manifest = JSON.treeToValue(content, MapManifest.class);
    manifest.requireComplete(file);
    return manifest;
  }

  @SuppressWarnings("ConstantConditions") // Jackson leaves null what a file does not say
  private void requireComplete(Path file) {
    if (name == null
        || version == null
        || modelId == null
        || modelName == null
        || createdAt == null
        || frameId == null
        || extent == null
        || build == null
        || build.search() == null
        || build.quantization() == null
        || build.keyFrames() == null
        || build.beamAtSearch() < 1
        || geo == null
        || contents == null
        || contents.sessions() == null
        || contents.cameras() == null
        || contents.tags() == null
        || files == null
        || sources == null
        || sources.stream().anyMatch(s -> s == null || s.spec() == null || s.skipped() == null)
        || places <= 0
        || descriptorSize <= 0) {
      throw new WaymarkException(
          "%s lacks parts of a map manifest; rebuild the map with: waymark index build"
              .formatted(file));
    }
  }
}
