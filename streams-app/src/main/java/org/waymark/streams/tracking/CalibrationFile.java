package org.waymark.streams.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.digest.Digests;
import org.waymark.indexer.MapFiles;

/**
 * {@code calibration.json} beside a map's {@code map.json}: what distances in that version are
 * worth. Not part of the version, which never changes: it may be made anew, and is bound to the
 * version by the digest of its manifest, so that it cannot be taken for another's.
 *
 * @param format version of this file's form
 * @param modelId of the map's descriptors
 * @param manifestSha256 of {@code map.json}
 * @param drives the data sets that it was fitted to; empty when it was made from the map alone
 * @param frames of them that were compared
 * @param planar whether it was fitted for robots on one floor
 * @param createdAt when, as ISO 8601
 * @param calibration what was found
 */
public record CalibrationFile(
    int format,
    String modelId,
    String manifestSha256,
    List<String> drives,
    long frames,
    boolean planar,
    String createdAt,
    Calibration calibration) {

  public static final String NAME = MapFiles.CALIBRATION;

  /** The form that this version of Waymark reads and writes. */
  public static final int FORMAT = 3;

  private static final String MANIFEST = "map.json";
  private static final String DIGEST = "sha256";
  private static final String WAY_OUT =
      "make it anew with: waymark calibrate --map DIR --dataset SPEC";
  private static final ObjectMapper COMPACT = new ObjectMapper();

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /** The digest of a version's manifest, which a calibration is bound to. */
  public static String manifestDigest(Path version) {
    Path manifest = version.resolve(MANIFEST);
    try {
      return Digests.sha256(manifest);
    } catch (IOException e) {
      throw new WaymarkException(
          "%s cannot be read: %s".formatted(manifest, FileFailure.reason(e)), e);
    }
  }

  /** Writes the file, at once or not at all, in place of one that is there. */
  public void write(Path version) {
    Path file = version.resolve(NAME);
    try {
      ObjectNode content = JSON.valueToTree(this);
      content.put(DIGEST, Digests.sha256(COMPACT.writeValueAsBytes(content)));
      Path temporary = Files.createTempFile(version, ".calibration-", ".json");
      Files.write(temporary, JSON.writeValueAsBytes(content));
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new WaymarkException(
          "%s cannot be written: %s".formatted(file, FileFailure.reason(e)), e);
    }
  }

  /**
   * The calibration of a version of a map; empty when it has none.
   *
   * @param modelId of the map's manifest
   * @throws WaymarkException when there is one that was damaged, or is another version's or model's
   */
  public static Optional<CalibrationFile> read(Path version, String modelId) {
    Path file = version.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > MapFiles.MAX_CALIBRATION_BYTES) {
        throw new WaymarkException(
            "%s is no calibration: it has %d bytes".formatted(file, Files.size(file)));
      }
      CalibrationFile calibration = parse(file, JSON.readTree(Files.readAllBytes(file)));
      if (!calibration.modelId.equals(modelId)
          || !calibration.manifestSha256.equals(manifestDigest(version))) {
        throw new WaymarkException(
            "%s was made for another map or model; %s".formatted(file, WAY_OUT));
      }
      return Optional.of(calibration);
    } catch (JsonProcessingException e) {
      throw new WaymarkException(
          "%s cannot be understood: %s; %s".formatted(file, e.getOriginalMessage(), WAY_OUT), e);
    } catch (IOException e) {
      throw new WaymarkException("%s cannot be read: %s".formatted(file, FileFailure.reason(e)), e);
    }
  }

  /**
   * Refuses what was fitted for robots that move otherwise.
   *
   * @return this
   */
  public CalibrationFile requirePlanar(boolean wanted) {
    if (planar != wanted) {
      throw new WaymarkException(
          "the map's %s was made %s --planar; localize likewise, or calibrate anew"
              .formatted(NAME, planar ? "with" : "without"));
    }
    return this;
  }

  private static CalibrationFile parse(Path file, JsonNode tree) throws IOException {
    if (!(tree instanceof ObjectNode content) || content.path("format").asInt() != FORMAT) {
      throw new WaymarkException(
          "%s is no calibration of format %d; %s".formatted(file, FORMAT, WAY_OUT));
    }
    JsonNode digest = content.remove(DIGEST);
    if (digest == null
        || !Digests.sha256(COMPACT.writeValueAsBytes(content)).equals(digest.textValue())) {
      throw new WaymarkException(
          "%s was changed or damaged after it was written; %s".formatted(file, WAY_OUT));
    }
    return JSON.treeToValue(content, CalibrationFile.class);
  }
}
