package org.waymark.descriptors.weights;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes weights as safetensors: the header's length (u64), a JSON header padded with blanks to a
 * multiple of 8, then the numbers of all tensors without gaps, all little-endian. The same weights
 * always give the same bytes.
 */
public final class SafetensorsWriter {

  private static final int ALIGNMENT = 8;
  private static final JsonMapper JSON = new JsonMapper();

  private SafetensorsWriter() {}

  /** Writes all tensors in their order; does not close {@code out}. */
  public static void write(Weights weights, OutputStream out) throws IOException {
    byte[] header = header(weights);
    out.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .array());
    out.write(header);
    for (Tensor tensor : weights.tensors().values()) {
      tensor.write(out);
    }
  }

  private static byte[] header(Weights weights) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : weights.tensors().entrySet()) {
      ObjectNode tensor = header.putObject(entry.getKey());
      tensor.put("dtype", "F32");
      entry.getValue().shape().forEach(tensor.putArray("shape")::add);
      long end = offset + (long) entry.getValue().values().length * Float.BYTES;
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    StringBuilder text = new StringBuilder(JSON.writeValueAsString(header));
    while (text.toString().getBytes(StandardCharsets.UTF_8).length % ALIGNMENT != 0) {
      text.append(' ');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
