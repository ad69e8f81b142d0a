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
import org.apache.lucene.util.IOUtils;
import org.waymark.core.WaymarkException;
import org.waymark.core.digest.Digests;

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
 * @param places how many
 * @param extent the box around all positions
 * @param sources the data sets it was built from
 * @param build what influenced the result
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
    long places,
    Extent extent,
    List<Source> sources,
    Build build,
    SequencedMap<String, String> files,
    String createdAt) {

  static final int FORMAT = 1;

  /** The file's name, in the directory of a version. */
  public static final String FILE = "map.json";

  /** Nobody writes so large a manifest; a file of this size is something else. */
  public static final long MAX_BYTES = 16 << 20;

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
   * What influenced the result besides the pictures and the model.
   *
   * @param search how the map is searched
   * @param seed of the order in which places were added
   * @param maxConnections of the graph, per node
   * @param beamWidth while the graph was built
   */
  public record Build(SearchMethod search, long seed, int maxConnections, int beamWidth) {}

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
          "%s has format %d; this version of Waymark reads format %d"
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
