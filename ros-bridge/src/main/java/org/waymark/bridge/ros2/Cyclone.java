package org.waymark.bridge.ros2;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandleProxies;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.waymark.core.WaymarkException;

/**
 * Cyclone DDS's C library, version 0.10, as this process has loaded it. The names are those of its
 * headers. Entities are numbers; a negative number is an error.
 *
 * <p>Safe for use by many threads. The library stays loaded for good.
 */
@SuppressWarnings("restricted") // calls into native code
final class Cyclone {

  /** Names a file instead of the usual ones. */
  static final String LIBRARY_VARIABLE = "WAYMARK_DDS_LIBRARY";

  static final int ERROR_TIMEOUT = -10;

  /** The pseudo topic whose samples are all writers of the domain. */
  static final int PUBLICATIONS = 0x7fff_0003;

  /** The pseudo topic whose samples are all readers of the domain. */
  static final int SUBSCRIPTIONS = 0x7fff_0004;

  static final int ANY_STATE = 0x7f;

  /** Samples of instances that are alive. */
  static final int ALIVE_STATE = 0x1f;

  /** Samples of instances that are not. */
  static final int GONE_STATE = 0x6f;

  /** The size of {@code dds_sample_info_t}. */
  static final long SAMPLE_INFO_BYTES = 64;

  /** Where {@code valid_data} is in it. */
  static final long SAMPLE_INFO_VALID = 12;

  private static final int ERROR_TEXT_BYTES = 256;
  private static @Nullable Cyclone loaded;

  private final SymbolLookup symbols;

  final CycloneFunctions.IntOfIntPointer createDomain;
  final CycloneFunctions.IntOfIntPointerPointer createParticipant;
  final CycloneFunctions.CreateTopic createTopic;
  final CycloneFunctions.IntOfIntIntPointerPointer createReader;
  final CycloneFunctions.IntOfIntIntPointerPointer createWriter;
  final CycloneFunctions.IntOfIntInt createReadCondition;
  final CycloneFunctions.IntOfInt createWaitset;
  final CycloneFunctions.IntOfIntInt setTrigger;
  final CycloneFunctions.Attach attach;
  final CycloneFunctions.Wait waitFor;
  final CycloneFunctions.IntOfInt delete;
  final CycloneFunctions.TakeCdr takeCdr;
  final CycloneFunctions.Read read;
  final CycloneFunctions.Read take;
  final CycloneFunctions.IntOfIntPointerInt returnLoan;
  final CycloneFunctions.IntOfIntPointer write;
  final CycloneFunctions.IntOfIntPointer writeCdr;
  final CycloneFunctions.IntOfIntPointerLong matchedPublications;
  final CycloneFunctions.IntOfIntPointerLong matchedSubscriptions;
  final CycloneFunctions.PointerOfInt errorText;
  final CycloneFunctions.PointerOfNothing createQos;
  final CycloneFunctions.NothingOfPointer deleteQos;
  final CycloneFunctions.NothingOfPointerIntLong setReliability;
  final CycloneFunctions.NothingOfPointerInt setDurability;
  final CycloneFunctions.NothingOfPointerIntInt setHistory;
  final CycloneFunctions.NothingOfPointerIntPointer setRepresentation;
  final CycloneFunctions.NothingOfPointerIntPointer setPartition;
  final CycloneFunctions.BoolOfPointerPointerPointer getReliability;
  final CycloneFunctions.BoolOfPointerPointer getDurability;
  final CycloneFunctions.FromVectors serdataFromVectors;
  final CycloneFunctions.IntOfPointer serdataSize;
  final CycloneFunctions.ToVector serdataToVector;
  final CycloneFunctions.NothingOfPointerPointer serdataReleaseVector;
  final CycloneFunctions.NothingOfPointer serdataRelease;

  private Cyclone(SymbolLookup symbols) {
    this.symbols = symbols;
    createDomain = bind("dds_create_domain", CycloneFunctions.IntOfIntPointer.class);
    createParticipant =
        bind("dds_create_participant", CycloneFunctions.IntOfIntPointerPointer.class);
    createTopic = bind("dds_create_topic", CycloneFunctions.CreateTopic.class);
    createReader = bind("dds_create_reader", CycloneFunctions.IntOfIntIntPointerPointer.class);
    createWriter = bind("dds_create_writer", CycloneFunctions.IntOfIntIntPointerPointer.class);
    createReadCondition = bind("dds_create_readcondition", CycloneFunctions.IntOfIntInt.class);
    createWaitset = bind("dds_create_waitset", CycloneFunctions.IntOfInt.class);
    setTrigger = bind("dds_waitset_set_trigger", CycloneFunctions.IntOfIntInt.class);
    attach = bind("dds_waitset_attach", CycloneFunctions.Attach.class);
    waitFor = bind("dds_waitset_wait", CycloneFunctions.Wait.class);
    delete = bind("dds_delete", CycloneFunctions.IntOfInt.class);
    takeCdr = bind("dds_takecdr", CycloneFunctions.TakeCdr.class);
    read = bind("dds_read_mask", CycloneFunctions.Read.class);
    take = bind("dds_take_mask", CycloneFunctions.Read.class);
    returnLoan = bind("dds_return_loan", CycloneFunctions.IntOfIntPointerInt.class);
    write = bind("dds_write", CycloneFunctions.IntOfIntPointer.class);
    writeCdr = bind("dds_writecdr", CycloneFunctions.IntOfIntPointer.class);
    matchedPublications =
        bind("dds_get_matched_publications", CycloneFunctions.IntOfIntPointerLong.class);
    matchedSubscriptions =
        bind("dds_get_matched_subscriptions", CycloneFunctions.IntOfIntPointerLong.class);
    errorText = bind("dds_strretcode", CycloneFunctions.PointerOfInt.class);
    createQos = bind("dds_create_qos", CycloneFunctions.PointerOfNothing.class);
    deleteQos = bind("dds_delete_qos", CycloneFunctions.NothingOfPointer.class);
    setReliability = bind("dds_qset_reliability", CycloneFunctions.NothingOfPointerIntLong.class);
    setDurability = bind("dds_qset_durability", CycloneFunctions.NothingOfPointerInt.class);
    setHistory = bind("dds_qset_history", CycloneFunctions.NothingOfPointerIntInt.class);
    setRepresentation =
        bind("dds_qset_data_representation", CycloneFunctions.NothingOfPointerIntPointer.class);
    setPartition = bind("dds_qset_partition", CycloneFunctions.NothingOfPointerIntPointer.class);
    getReliability =
        bind("dds_qget_reliability", CycloneFunctions.BoolOfPointerPointerPointer.class);
    getDurability = bind("dds_qget_durability", CycloneFunctions.BoolOfPointerPointer.class);
    serdataFromVectors = bind("ddsi_serdata_from_ser_iov", CycloneFunctions.FromVectors.class);
    serdataSize = bind("ddsi_serdata_size", CycloneFunctions.IntOfPointer.class);
    serdataToVector = bind("ddsi_serdata_to_ser_ref", CycloneFunctions.ToVector.class);
    serdataReleaseVector =
        bind("ddsi_serdata_to_ser_unref", CycloneFunctions.NothingOfPointerPointer.class);
    serdataRelease = bind("ddsi_serdata_unref", CycloneFunctions.NothingOfPointer.class);
  }

  /**
   * The library, loaded when it is first asked for.
   *
   * @param environment {@link #LIBRARY_VARIABLE} may name the file
   * @throws WaymarkException when it is not installed; it says how to get it
   */
  static synchronized Cyclone load(Map<String, String> environment) {
    if (loaded == null) {
      loaded =
          open(
              Optional.ofNullable(environment.get(LIBRARY_VARIABLE))
                  .filter(name -> !name.isBlank())
                  .map(List::of)
                  .orElseGet(Cyclone::usualNames));
    }
    return loaded;
  }

  /** Debian's name, that of ROS and others, and what a development package has. */
  private static List<String> usualNames() {
    Set<String> names = new LinkedHashSet<>();
    names.add("libddsc.so.0debian");
    names.add("libddsc.so.0");
    names.add(System.mapLibraryName("ddsc"));
    return List.copyOf(names);
  }

  /**
   * The first of these files that is there.
   *
   * @throws WaymarkException when none is, or it is another library
   */
  static Cyclone open(List<String> names) {
    for (String name : names) {
      SymbolLookup symbols;
      try {
        symbols = SymbolLookup.libraryLookup(name, Arena.global());
      } catch (IllegalArgumentException e) {
        continue;
      }
      return new Cyclone(symbols);
    }
    throw new WaymarkException(
        ("ROS 2 needs the C library of Cyclone DDS 0.10, and there is no %s: apt-get install"
                + " libddsc0debian (Debian, Ubuntu) or ros-$ROS_DISTRO-cyclonedds and source its"
                + " setup.bash; or name the file in %s")
            .formatted(String.join(", ", names), LIBRARY_VARIABLE));
  }

  private <F> F bind(String name, Class<F> shape) {
    MemorySegment function =
        symbols
            .find(name)
            .orElseThrow(
                () ->
                    new WaymarkException(
                        ("the library of Cyclone DDS has no %s: its version is not 0.10; name"
                                + " another file in %s")
                            .formatted(name, LIBRARY_VARIABLE)));
    Method method =
        Arrays.stream(shape.getDeclaredMethods())
            .filter(candidate -> candidate.getName().equals("call"))
            .findFirst()
            .orElseThrow();
    MemoryLayout[] arguments =
        Arrays.stream(method.getParameterTypes()).map(Cyclone::layout).toArray(MemoryLayout[]::new);
    FunctionDescriptor descriptor =
        method.getReturnType() == void.class
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(layout(method.getReturnType()), arguments);
    return MethodHandleProxies.asInterfaceInstance(
        shape, Linker.nativeLinker().downcallHandle(function, descriptor));
  }

  private static MemoryLayout layout(Class<?> type) {
    if (type == int.class) {
      return ValueLayout.JAVA_INT;
    }
    if (type == long.class) {
      return ValueLayout.JAVA_LONG;
    }
    return type == boolean.class ? ValueLayout.JAVA_BOOLEAN : ValueLayout.ADDRESS;
  }

  /**
   * Passes on what is no error.
   *
   * @param what was attempted, for the message
   * @throws WaymarkException when the result is negative
   */
  int check(int result, String what) {
    if (result < 0) {
      throw new WaymarkException("DDS cannot %s: %s".formatted(what, error(result)));
    }
    return result;
  }

  /** What an error means, in the library's words. */
  String error(int code) {
    return text(errorText.call(code), ERROR_TEXT_BYTES);
  }

  /** A C string of at most so many bytes. */
  static String text(MemorySegment pointer, int maxBytes) {
    if (pointer.equals(MemorySegment.NULL)) {
      return "";
    }
    MemorySegment bytes = pointer.reinterpret(maxBytes);
    int length = 0;
    while (length < maxBytes - 1 && bytes.get(ValueLayout.JAVA_BYTE, length) != 0) {
      length++;
    }
    return new String(
        bytes.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE),
        java.nio.charset.StandardCharsets.UTF_8);
  }
}
