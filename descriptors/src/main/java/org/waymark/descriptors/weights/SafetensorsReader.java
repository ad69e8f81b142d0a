package org.waymark.descriptors.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.waymark.core.WaymarkException;

/**
 * Reads weights as float32 from a safetensors file that nobody vouches for: the header's size,
 * every shape and every offset is checked against the file's size before memory is taken.
 */
public final class SafetensorsReader {

  private static final int MAX_HEADER_BYTES = 16 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;

  private record Entry(String name, ElementType type, List<Integer> shape, long begin, long end) {}

  private SafetensorsReader(Path file) {
    this.file = file;
  }

  /**
   * All tensors of a file, in the order of its header.
   *
   * @throws WaymarkException when the file is missing, damaged or holds other than floating-point
   *     numbers
   */
  public static Weights read(Path file) {
    return new SafetensorsReader(file).read();
  }

  private Weights read() {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      long size = Files.size(file);
      byte[] length = in.readNBytes(Long.BYTES);
      if (length.length < Long.BYTES) {
        throw damaged("it is shorter than its header's length");
      }
      long headerBytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > size - Long.BYTES) {
        throw damaged("its header cannot have %d bytes".formatted(headerBytes));
      }
      List<Entry> entries =
          entries(JSON.readTree(in.readNBytes((int) headerBytes)), size - Long.BYTES - headerBytes);
      return readTensors(in, entries);
    } catch (JsonProcessingException e) {
      throw damaged("its header is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new WaymarkException("cannot read weights %s: %s".formatted(file, e), e);
    }
  }

  private List<Entry> entries(JsonNode header, long dataBytes) {
    if (!header.isObject()) {
      throw damaged("its header is no JSON object");
    }
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : header.properties()) {
      if (!property.getKey().equals("__metadata__")) {
        entries.add(entry(property.getKey(), property.getValue()));
      }
    }
    long end = 0;
    for (Entry entry : entries.stream().sorted(Comparator.comparingLong(Entry::begin)).toList()) {
      if (entry.begin() != end) {
        throw damaged("%s does not begin where the one before it ends".formatted(entry.name()));
      }
      end = entry.end();
    }
    if (end != dataBytes) {
      throw damaged("it holds %d bytes of numbers instead of %d".formatted(dataBytes, end));
    }
    return entries;
  }

  private Entry entry(String name, JsonNode node) {
    String typeName = node.path("dtype").asText();
    ElementType type =
        ElementType.ofSafetensors(typeName)
            .orElseThrow(() -> damaged("%s has the unknown type '%s'".formatted(name, typeName)));
    if (!type.isFloatingPoint() && !Weights.isCounter(name)) {
      throw damaged(
          "%s has type '%s' where only F32, F64, F16 and BF16 are read".formatted(name, typeName));
    }
    List<Integer> shape = new ArrayList<>();
    for (JsonNode side : node.path("shape")) {
      if (!side.isInt() || side.intValue() < 0) {
        throw damaged("%s has no valid shape".formatted(name));
      }
      shape.add(side.intValue());
    }
    JsonNode offsets = node.path("data_offsets");
    JsonNode begin = offsets.path(0);
    JsonNode end = offsets.path(1);
    if (!node.path("shape").isArray() || offsets.size() != 2 || !isLong(begin) || !isLong(end)) {
      throw damaged("%s has no shape or no offsets".formatted(name));
    }
    long bytes;
    try {
      bytes = Math.multiplyExact(Tensor.count(shape), type.bytes());
    } catch (ArithmeticException e) {
      throw damaged("%s has an impossible shape %s".formatted(name, shape));
    }
    if (begin.longValue() < 0
        || end.longValue() - begin.longValue() != bytes
        || bytes > Integer.MAX_VALUE) {
      throw damaged("%s has offsets that do not fit its shape %s".formatted(name, shape));
    }
    return new Entry(name, type, shape, begin.longValue(), end.longValue());
  }

  /** Reads in the order of the bytes, returns in the order of the header. */
  private Weights readTensors(InputStream in, List<Entry> entries) throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, Tensor> read = new LinkedHashMap<>();
    for (Entry entry : entries.stream().sorted(Comparator.comparingLong(Entry::begin)).toList()) {
      int count = (int) ((entry.end() - entry.begin()) / entry.type().bytes());
      if (entry.type().isFloatingPoint()) {
        read.put(entry.name(), new Tensor(entry.shape(), entry.type().read(in, count)));
      } else {
        in.skipNBytes(entry.end() - entry.begin());
      }
    }
    entries.stream()
        .filter(entry -> entry.type().isFloatingPoint())
        .forEach(e -> tensors.put(e.name(), Objects.requireNonNull(read.get(e.name()))));
    return new Weights(tensors);
  }

  private static boolean isLong(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong();
  }

  private WaymarkException damaged(String why) {
    return new WaymarkException(
        "weights %s are damaged or no safetensors file: %s; copy or export them again"
            .formatted(file, why));
  }
}
