package org.waymark.descriptors.checkpoint;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.waymark.descriptors.checkpoint.Pickled.Storage;
import org.waymark.descriptors.checkpoint.Pickled.StoredTensor;
import org.waymark.descriptors.weights.Tensor;
import org.waymark.descriptors.weights.Weights;

/**
 * Turns stored tensors into arrays in row-major order. Several tensors may share a storage and lie
 * in it with any strides, as transposed and sliced ones do; a tensor never holds more numbers than
 * its storage does, so a small file cannot ask for much memory.
 */
final class TensorLoader {

  /** Numbers of all tensors together, as a multiple of those in their storages. */
  private static final long MAX_SHARING = 4;

  private final StorageSource source;

  /** How many tensors still need a storage: it is forgotten with the last. */
  private final Map<String, Integer> users = new HashMap<>();

  private final Map<String, float[]> loaded = new HashMap<>();

  private TensorLoader(StorageSource source) {
    this.source = source;
  }

  /**
   * Loads tensors in their order.
   *
   * @throws MalformedPickleException when one does not lie within its storage
   */
  static Weights load(SequencedMap<String, StoredTensor> tensors, StorageSource source)
      throws IOException {
    return new TensorLoader(source).load(tensors);
  }

  private Weights load(SequencedMap<String, StoredTensor> tensors) throws IOException {
    Map<String, Long> stored = new HashMap<>();
    long wanted = 0;
    for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
      StoredTensor tensor = entry.getValue();
      wanted += checkedCount(entry.getKey(), tensor);
      stored.put(tensor.storage().key(), tensor.storage().rootCount());
      users.merge(tensor.storage().key(), 1, Integer::sum);
    }
    if (wanted / MAX_SHARING > stored.values().stream().mapToLong(Long::longValue).sum()) {
      throw new MalformedPickleException("its tensors hold more numbers than the file");
    }
    SequencedMap<String, Tensor> weights = new LinkedHashMap<>();
    for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
      weights.put(entry.getKey(), tensor(entry.getValue()));
    }
    return new Weights(weights);
  }

  /** How many numbers a tensor has, all of which lie in its storage. */
  private static long checkedCount(String name, StoredTensor tensor)
      throws MalformedPickleException {
    List<Long> shape = tensor.shape();
    long count = 1;
    long last = tensor.offset();
    boolean fits = shape.size() == tensor.strides().size() && tensor.offset() >= 0;
    try {
      for (int d = 0; fits && d < shape.size(); d++) {
        long side = shape.get(d);
        long stride = tensor.strides().get(d);
        fits = side >= 0 && side <= Integer.MAX_VALUE && stride >= 0;
        count = Math.multiplyExact(count, side);
        last = Math.addExact(last, Math.multiplyExact(Math.max(0, side - 1), stride));
      }
    } catch (ArithmeticException e) {
      fits = false;
    }
    if (!fits
        || (count > 0 && (last >= tensor.storage().count() || count > tensor.storage().count()))) {
      throw new MalformedPickleException(
          "%s of shape %s with strides %s from %d on does not lie within its %d numbers"
              .formatted(name, shape, tensor.strides(), tensor.offset(), tensor.storage().count()));
    }
    return count;
  }

  private Tensor tensor(StoredTensor stored) throws IOException {
    List<Integer> shape = stored.shape().stream().map(Math::toIntExact).toList();
    if (shape.contains(0)) {
      release(stored.storage().key());
      return new Tensor(shape, new float[0]);
    }
    float[] all = storage(stored.storage());
    release(stored.storage().key());
    int offset = Math.toIntExact(stored.storage().offset() + stored.offset());
    int count = Math.toIntExact(Tensor.count(shape));
    if (isRowMajor(shape, stored.strides())) {
      boolean whole = offset == 0 && count == all.length;
      return new Tensor(shape, whole ? all : Arrays.copyOfRange(all, offset, offset + count));
    }
    return new Tensor(shape, gathered(all, offset, shape, stored.strides()));
  }

  private float[] storage(Storage part) throws IOException {
    float[] values = loaded.get(part.key());
    if (values == null) {
      if (part.rootCount() > Integer.MAX_VALUE - 8) {
        throw new MalformedPickleException("storage %s is too large".formatted(part.key()));
      }
      values =
          source.read(new Storage(part.key(), part.type(), part.rootCount(), 0, part.rootCount()));
      loaded.put(part.key(), values);
    }
    return values;
  }

  private void release(String key) {
    if (users.merge(key, -1, Integer::sum) == 0) {
      loaded.remove(key);
    }
  }

  private static boolean isRowMajor(List<Integer> shape, List<Long> strides) {
    long expected = 1;
    for (int d = shape.size() - 1; d >= 0; d--) {
      if (shape.get(d) != 1 && strides.get(d) != expected) {
        return false;
      }
      expected *= shape.get(d);
    }
    return true;
  }

  private static float[] gathered(
      float[] all, int offset, List<Integer> shape, List<Long> strides) {
    float[] values = new float[Math.toIntExact(Tensor.count(shape))];
    int[] index = new int[shape.size()];
    long from = offset;
    for (int to = 0; to < values.length; to++) {
      values[to] = all[(int) from];
      for (int d = index.length - 1; d >= 0; d--) {
        from += strides.get(d);
        if (++index[d] < shape.get(d)) {
          break;
        }
        from -= strides.get(d) * shape.get(d);
        index[d] = 0;
      }
    }
    return values;
  }
}
