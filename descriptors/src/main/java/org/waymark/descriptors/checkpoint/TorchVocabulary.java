package org.waymark.descriptors.checkpoint;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.checkpoint.Pickled.Dictionary;
import org.waymark.descriptors.checkpoint.Pickled.Global;
import org.waymark.descriptors.checkpoint.Pickled.Int;
import org.waymark.descriptors.checkpoint.Pickled.None;
import org.waymark.descriptors.checkpoint.Pickled.Opaque;
import org.waymark.descriptors.checkpoint.Pickled.Sequence;
import org.waymark.descriptors.checkpoint.Pickled.Storage;
import org.waymark.descriptors.checkpoint.Pickled.StoredTensor;
import org.waymark.descriptors.checkpoint.Pickled.Text;
import org.waymark.descriptors.checkpoint.Pickled.Tuple;
import org.waymark.descriptors.weights.ElementType;

/**
 * The names that a checkpoint may use, and what they stand for. A name is compared with this list
 * and never resolved; any other name ends the reading, for a file that says {@code os.system} is
 * not to be trusted in its numbers either.
 */
final class TorchVocabulary {

  private static final String STORAGE_SUFFIX = "Storage";

  /** What builds weights. */
  private static final Set<String> BUILDERS =
      Set.of(
          "collections.OrderedDict",
          "torch._utils._rebuild_tensor",
          "torch._utils._rebuild_tensor_v2",
          "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch.nn.parameter.Parameter",
          "torch.Size");

  /** What training scripts put beside the weights; read over. */
  private static final Set<String> HARMLESS =
      Set.of(
          "argparse.Namespace",
          "collections.Counter",
          "collections.defaultdict",
          "datetime.datetime",
          "numpy.core.multiarray.scalar",
          "numpy.core.multiarray._reconstruct",
          "numpy._core.multiarray.scalar",
          "numpy._core.multiarray._reconstruct",
          "numpy.dtype",
          "numpy.ndarray",
          "pathlib.PosixPath",
          "pathlib.WindowsPath",
          "torch.device",
          "_codecs.encode");

  private static final Set<String> HARMLESS_BUILTINS =
      Set.of("set", "frozenset", "list", "dict", "tuple", "int", "float", "str", "bool", "bytes");

  private static final Set<String> TORCH_TYPES =
      Set.of(
          "float16",
          "float32",
          "float64",
          "bfloat16",
          "uint8",
          "int8",
          "int16",
          "int32",
          "int64",
          "bool");

  /** Sides of a tensor. */
  private static final int MAX_DIMENSIONS = 16;

  /** Entries that dictionaries are built from, counted over all calls, for one list serves many. */
  private static final int MAX_PAIRS = 1_000_000;

  private final String source;
  private int pairs;
  private final Map<String, Storage> storages = new HashMap<>();

  TorchVocabulary(String source) {
    this.source = source;
  }

  /**
   * A class or function.
   *
   * @throws WaymarkException when no file of weights needs it
   */
  Pickled global(String module, String name) {
    Global global = new Global(module, name);
    String full = global.fullName();
    if (BUILDERS.contains(full) || isStorage(global)) {
      return global;
    }
    boolean builtin = module.equals("builtins") || module.equals("__builtin__");
    if (HARMLESS.contains(full)
        || (builtin && HARMLESS_BUILTINS.contains(name))
        || (module.equals("torch") && TORCH_TYPES.contains(name))) {
      return Opaque.OPAQUE;
    }
    throw new WaymarkException(
        ("checkpoint %s names the program part '%s', which weights have no need of; nothing of it"
                + " was run. If you trust the file, load it in Python and save the weights alone:"
                + " torch.save({'model_state_dict': model.state_dict()}, 'weights.pth')")
            .formatted(source, printable(full)));
  }

  private static boolean isStorage(Global global) {
    return (global.module().equals("torch") || global.module().equals("torch.cuda"))
        && global.name().endsWith(STORAGE_SUFFIX)
        && storageType(global) != null;
  }

  private static @Nullable ElementType storageType(Global global) {
    String name = global.name();
    return ElementType.ofTorch(
            name.substring(0, Math.max(0, name.length() - STORAGE_SUFFIX.length())))
        .orElse(null);
  }

  private static String printable(String text) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    return shown.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** What a call of one of the builders gives. */
  Pickled call(Global callee, List<Pickled> arguments) throws MalformedPickleException {
    return switch (callee.name()) {
      case "OrderedDict" -> orderedDict(arguments);
      case "_rebuild_tensor", "_rebuild_tensor_v2" -> tensor(arguments);
      case "_rebuild_parameter", "_rebuild_parameter_with_state", "Parameter", "Size" ->
          first(arguments);
      default -> throw new MalformedPickleException(callee.fullName() + " is called");
    };
  }

  private static Pickled first(List<Pickled> arguments) throws MalformedPickleException {
    if (arguments.isEmpty()) {
      throw new MalformedPickleException("a parameter is built from nothing");
    }
    return arguments.getFirst();
  }

  /** Empty, or from a list of pairs as Python 2 wrote it. */
  private Dictionary orderedDict(List<Pickled> arguments) throws MalformedPickleException {
    Dictionary dictionary = new Dictionary();
    if (!arguments.isEmpty()) {
      for (Pickled pair : items(arguments.getFirst())) {
        List<Pickled> both = items(pair);
        if (both.size() != 2 || ++pairs > MAX_PAIRS) {
          throw new MalformedPickleException(
              "a dictionary is built from other than pairs, or from too many");
        }
        dictionary.put(both.getFirst(), both.getLast());
      }
    }
    return dictionary;
  }

  /** {@code (storage, offset, shape, strides, ...)}. */
  private static StoredTensor tensor(List<Pickled> arguments) throws MalformedPickleException {
    if (arguments.size() < 4 || !(arguments.getFirst() instanceof Storage storage)) {
      throw new MalformedPickleException("a tensor has no storage");
    }
    return new StoredTensor(
        storage, number(arguments.get(1)), numbers(arguments.get(2)), numbers(arguments.get(3)));
  }

  /**
   * A storage, by {@code ('storage', type, key, location, count)}; the legacy form adds {@code
   * (view key, offset, count)} or None.
   */
  Pickled persistent(Pickled id) throws IOException {
    List<Pickled> parts = items(id);
    if (parts.size() >= 5
        && parts.get(0) instanceof Text kind
        && kind.value().equals("storage")
        && parts.get(1) instanceof Global type
        && isStorage(type)
        && parts.get(2) instanceof Text key) {
      ElementType element = Objects.requireNonNull(storageType(type));
      long count = number(parts.get(4));
      if (count < 0) {
        throw new MalformedPickleException(
            "storage %s has %d elements".formatted(key.value(), count));
      }
      Storage root = new Storage(key.value(), element, count, 0, count);
      Storage known = storages.putIfAbsent(key.value(), root);
      if (known != null && !known.equals(root)) {
        throw new MalformedPickleException("storage %s has two kinds".formatted(key.value()));
      }
      return parts.size() == 5 || parts.get(5) == None.NONE
          ? root
          : view(root, items(parts.get(5)));
    }
    throw new MalformedPickleException("something is kept outside that is no storage");
  }

  private static Storage view(Storage root, List<Pickled> view) throws MalformedPickleException {
    if (view.size() != 3) {
      throw new MalformedPickleException("storage %s has an unknown view".formatted(root.key()));
    }
    long offset = number(view.get(1));
    long count = number(view.get(2));
    if (offset < 0 || count < 0 || offset > root.count() || count > root.count() - offset) {
      throw new MalformedPickleException("storage %s has a view outside".formatted(root.key()));
    }
    return new Storage(root.key(), root.type(), count, offset, root.count());
  }

  /** Every storage that was named, by its key. */
  Map<String, Storage> storages() {
    return storages;
  }

  private static List<Long> numbers(Pickled value) throws MalformedPickleException {
    List<Pickled> items = items(value);
    if (items.size() > MAX_DIMENSIONS) {
      throw new MalformedPickleException("a tensor has %d sides".formatted(items.size()));
    }
    long[] numbers = new long[items.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(items.get(i));
    }
    return Arrays.stream(numbers).boxed().toList();
  }

  private static long number(Pickled value) throws MalformedPickleException {
    if (value instanceof Int number) {
      return number.value();
    }
    throw new MalformedPickleException("a shape or an offset is no number");
  }

  private static List<Pickled> items(Pickled value) throws MalformedPickleException {
    return switch (value) {
      case Tuple tuple -> tuple.items();
      case Sequence list -> list.items;
      default -> throw new MalformedPickleException("a tuple is missing");
    };
  }
}
