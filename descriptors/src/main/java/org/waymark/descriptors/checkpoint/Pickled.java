package org.waymark.descriptors.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.waymark.descriptors.weights.ElementType;

/**
 * What a pickle holds, as plain data. Lists and dictionaries may contain themselves: nothing here
 * may be hashed, compared or printed as a whole.
 */
sealed interface Pickled {

  /** Python's None. */
  enum None implements Pickled {
    NONE
  }

  record Bool(boolean value) implements Pickled {}

  record Int(long value) implements Pickled {}

  record Real(double value) implements Pickled {}

  record Text(String value) implements Pickled {}

  record Tuple(List<Pickled> items) implements Pickled {}

  /** A list that grows while the pickle is read. */
  final class Sequence implements Pickled {
    final List<Pickled> items = new ArrayList<>();
  }

  /** A dictionary; entries under other keys than text are of no use here and left out. */
  final class Dictionary implements Pickled {
    final SequencedMap<String, Pickled> entries = new LinkedHashMap<>();

    void put(Pickled key, Pickled value) {
      if (key instanceof Text text) {
        entries.put(text.value(), value);
      }
    }
  }

  /** A class or function that is known by name; it is never looked up in this program. */
  record Global(String module, String name) implements Pickled {

    String fullName() {
      return module + "." + name;
    }
  }

  /** Something harmless that no weights depend on, such as bytes, a set or a NumPy number. */
  enum Opaque implements Pickled {
    OPAQUE
  }

  /**
   * A run of numbers in the file.
   *
   * @param key its name there
   * @param count of its elements
   * @param offset of its first element, for a view into a longer run
   * @param rootCount elements of the whole run
   */
  record Storage(String key, ElementType type, long count, long offset, long rootCount)
      implements Pickled {}

  /**
   * A tensor over a storage.
   *
   * @param offset of its first element in the storage
   * @param shape its sides
   * @param strides elements between neighbours along each side
   */
  record StoredTensor(Storage storage, long offset, List<Long> shape, List<Long> strides)
      implements Pickled {}
}
