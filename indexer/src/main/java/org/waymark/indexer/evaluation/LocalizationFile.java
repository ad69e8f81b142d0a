package org.waymark.indexer.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.Candidate;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.Pose;
import org.waymark.avro.Provenance;
import org.waymark.avro.Timings;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.text.Unreadable;
import org.waymark.core.record.Poses;
import org.waymark.core.record.RecordCodec;

/**
 * Localizations in a text file, one JSON object a line, so that a run can be scored without the
 * broker that carried it. Keys: {@code robot run camera sequence stamp_ns outcome reason position
 * orientation confidence ambiguity_m candidates model map map_version}; positions are {@code [x, y,
 * z]} in metres, orientations {@code [qx, qy, qz, qw]}, a candidate has {@code place session
 * distance position orientation}. Covariances and timings are not kept.
 */
public final class LocalizationFile {

  private static final int MAX_LINE = 1 << 20;
  private static final int MAX_LINES = 50_000_000;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(10).build())
                  .build())
          .build();

  static {
    // Avro builds no record until a codec has told it to trust them.
    RecordCodec.ofOneVersion(Localization.class);
  }

  private LocalizationFile() {}

  /** Writes outcomes in the order given. */
  public static void write(Path file, List<Localization> localizations) {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Localization localization : localizations) {
        writer.write(JSON.writeValueAsString(toJson(localization)));
        writer.write('\n');
      }
    } catch (IOException e) {
      throw new WaymarkException("localizations %s cannot be written: %s".formatted(file, e), e);
    }
  }

  private static ObjectNode toJson(Localization l) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("robot", l.getRobot())
            .put("run", l.getRun())
            .put("camera", l.getCamera())
            .put("sequence", l.getSequence())
            .put("stamp_ns", l.getStampNanos())
            .put("outcome", l.getOutcome().name());
    if (l.getReason() != null) {
      node.put("reason", l.getReason());
    }
    putPose(node, l.getCameraPose());
    if (l.getConfidence() != null) {
      node.put("confidence", l.getConfidence());
    }
    if (l.getAmbiguityMetres() != null) {
      node.put("ambiguity_m", l.getAmbiguityMetres());
    }
    ArrayNode candidates = node.putArray("candidates");
    for (Candidate c : l.getCandidates()) {
      putPose(
          candidates
              .addObject()
              .put("place", c.getPlace())
              .put("session", c.getSession())
              .put("distance", c.getDistance()),
          c.getPose());
    }
    return node.put("model", l.getProvenance().getModel())
        .put("map", l.getProvenance().getMap())
        .put("map_version", l.getProvenance().getMapVersion());
  }

  private static void putPose(ObjectNode node, @Nullable Pose pose) {
    if (pose != null) {
      node.putArray("position").add(pose.getX()).add(pose.getY()).add(pose.getZ());
      node.putArray("orientation")
          .add(pose.getQx())
          .add(pose.getQy())
          .add(pose.getQz())
          .add(pose.getQw());
    }
  }

  /**
   * Reads what {@link #write} writes. Only {@code sequence} or {@code stamp_ns} and {@code outcome}
   * are needed; an object without an outcome counts as LOCALIZED when it has a position, else LOST.
   *
   * @throws WaymarkException when it is unreadable or empty, or a line is no localization, with
   *     file and line
   */
  public static List<Localization> read(Path file) {
    List<Localization> result = new ArrayList<>();
    int number = 0;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          result.add(parse(file, number, line, result.size()));
        }
        if (number > MAX_LINES) {
          throw new WaymarkException("%s has more than %d lines".formatted(file, MAX_LINES));
        }
      }
    } catch (CharacterCodingException e) {
      throw new WaymarkException("%s holds no localizations: it is not text".formatted(file), e);
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
    if (result.isEmpty()) {
      throw new WaymarkException("%s holds no localization".formatted(file));
    }
    return result;
  }

  private static Localization parse(Path file, int number, String line, long index) {
    try {
      if (line.length() > MAX_LINE) {
        throw new IllegalArgumentException("a line of %d characters".formatted(line.length()));
      }
      JsonNode node = JSON.readTree(line);
      if (!(node instanceof ObjectNode object)) {
        throw new IllegalArgumentException("no JSON object");
      }
      return fromJson(object, index);
    } catch (JsonProcessingException e) {
      throw new WaymarkException(
          "%s:%d: no localization: the line is no JSON object of finite numbers (column %d)"
              .formatted(file, number, e.getLocation() == null ? 1 : e.getLocation().getColumnNr()),
          e);
    } catch (IllegalArgumentException e) {
      throw new WaymarkException(
          "%s:%d: no localization: %s".formatted(file, number, e.getMessage()), e);
    }
  }

  private static Localization fromJson(ObjectNode node, long index) {
    Pose pose = pose(node);
    Localization.Builder builder =
        Localization.newBuilder()
            .setRobot(node.path("robot").asText(""))
            .setRun(node.path("run").asText(""))
            .setCamera(node.path("camera").asText(""))
            .setSequence(whole(node, "sequence", index))
            .setStampNanos(whole(node, "stamp_ns", 0))
            .setOutcome(outcome(node.path("outcome").asText(pose == null ? "LOST" : "LOCALIZED")))
            .setCameraPose(pose)
            .setTimings(new Timings(0L, 0L, 0L, 0L, 0L))
            .setProvenance(
                Provenance.newBuilder()
                    .setModel(node.path("model").asText(""))
                    .setMap(node.path("map").asText(""))
                    .setMapVersion(node.path("map_version").asText(""))
                    .setTopic("")
                    .setPartition(0)
                    .setOffset(0)
                    .build());
    if (node.hasNonNull("reason")) {
      builder.setReason(node.get("reason").asText());
    }
    if (node.hasNonNull("confidence")) {
      double confidence = number(node, "confidence");
      if (!(confidence >= 0 && confidence <= 1)) {
        throw new IllegalArgumentException("a confidence of " + confidence);
      }
      builder.setConfidence(confidence);
    }
    if (node.hasNonNull("ambiguity_m")) {
      builder.setAmbiguityMetres(number(node, "ambiguity_m"));
    }
    List<Candidate> candidates = new ArrayList<>();
    for (JsonNode candidate : node.path("candidates")) {
      candidates.add(candidate(candidate));
    }
    return builder.setCandidates(candidates).build();
  }

  private static Outcome outcome(String name) {
    try {
      return Outcome.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is no outcome; they are %s".formatted(name, List.of(Outcome.values())), e);
    }
  }

  private static Candidate candidate(JsonNode node) {
    if (!(node instanceof ObjectNode object) || !object.path("place").isTextual()) {
      throw new IllegalArgumentException("a candidate without a place");
    }
    Pose pose = pose(object);
    return new Candidate(
        object.get("place").asText(),
        object.path("session").asText(""),
        (float) object.path("distance").asDouble(0),
        pose == null ? Poses.toRecord(org.waymark.core.geometry.Pose.IDENTITY) : pose);
  }

  private static @Nullable Pose pose(ObjectNode node) {
    if (!node.hasNonNull("position")) {
      return null;
    }
    double[] p = numbers(node, "position", 3);
    double[] q = numbers(node, "orientation", 4);
    return Poses.toRecord(
        new org.waymark.core.geometry.Pose(p[0], p[1], p[2], q[0], q[1], q[2], q[3]));
  }

  private static double[] numbers(ObjectNode node, String key, int count) {
    JsonNode array = node.path(key);
    double[] result = new double[count];
    for (int i = 0; i < count; i++) {
      if (!array.isArray() || array.size() != count || !array.get(i).isNumber()) {
        throw new IllegalArgumentException("'%s' is no list of %d numbers".formatted(key, count));
      }
      result[i] = array.get(i).asDouble();
    }
    return result;
  }

  private static double number(ObjectNode node, String key) {
    if (!node.get(key).isNumber()) {
      throw new IllegalArgumentException("'%s' is no number".formatted(key));
    }
    return node.get(key).asDouble();
  }

  private static long whole(ObjectNode node, String key, long otherwise) {
    if (!node.has(key)) {
      return otherwise;
    }
    if (!node.get(key).canConvertToLong() || !node.get(key).isIntegralNumber()) {
      throw new IllegalArgumentException("'%s' is no whole number".formatted(key));
    }
    return node.get(key).asLong();
  }
}
