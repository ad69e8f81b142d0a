package org.waymark.descriptors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.digest.Digests;

/**
 * Reads and writes {@code model.json}, strictly: an unknown field may change what a model means.
 */
final class ModelJson {

  static final String FILE = "model.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private ModelJson() {}

  static ModelSpec read(Path directory) {
    Path file = directory.resolve(FILE);
    if (Files.isRegularFile(directory)) {
      throw new WaymarkException(
          "%s is a file, and a model is a directory: make one of it with waymark model import"
              .formatted(directory));
    }
    try {
      ModelSpec spec = JSON.readValue(Files.readAllBytes(file), ModelSpec.class);
      if (spec == null) {
        throw new WaymarkException("%s is not valid: it holds null".formatted(file));
      }
      return spec;
    } catch (NoSuchFileException e) {
      throw new WaymarkException(
          "%s holds no model: there is no %s. Make one with waymark model import, or leave --model out to use the built-in one"
              .formatted(directory, FILE),
          e);
    } catch (JsonMappingException e) {
      String where =
          e.getPath().stream()
              .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
              .collect(Collectors.joining("."));
      throw invalid(file, (where.isEmpty() ? "" : "'" + where + "': ") + reason(e), e);
    } catch (JsonProcessingException e) {
      throw invalid(file, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new WaymarkException("cannot read %s: %s".formatted(file, FileFailure.reason(e)), e);
    }
  }

  private static WaymarkException invalid(Path file, String why, Exception cause) {
    return new WaymarkException(
        "%s is not valid: %s. Restore it, or import or train the model again"
            .formatted(file, why.lines().findFirst().orElse("")),
        cause);
  }

  private static String reason(JsonMappingException e) {
    if (e.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null) {
      return cause.getMessage();
    }
    // Jackson's advice to programmers stands in brackets at the end.
    return e.getOriginalMessage().replaceFirst(" \\((?:set|class) .*", "");
  }

  static void write(ModelSpec spec, Path file) throws IOException {
    Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(spec) + "\n");
  }

  /**
   * SHA-256 of what determines the descriptors: everything but the provenance, the weights file's
   * name and what whitening was fitted to, as JSON without blanks, keys sorted.
   */
  static String id(ModelSpec spec) {
    ObjectNode canonical = JSON.valueToTree(spec);
    canonical.remove("provenance");
    canonical.withObject("/weights").remove("file");
    if (canonical.get("whitening") instanceof ObjectNode whitening) {
      whitening.remove("fittedOn");
    }
    try {
      Object sorted = JSON.convertValue(canonical, Map.class);
      return Digests.sha256(JSON.writeValueAsString(sorted).getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a model's own description is always JSON", e);
    }
  }
}
