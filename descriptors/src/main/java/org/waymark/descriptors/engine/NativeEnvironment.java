package org.waymark.descriptors.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings that native libraries read when they are loaded. Environment variables that the user has
 * set stay; Java's own view of the environment cannot be changed.
 *
 * <p>How OpenMP's threads wait for each other. {@code OMP_WAIT_POLICY=PASSIVE}: asleep. When
 * anything else wants the same cores, as decoding does in a localizer, spinning threads keep out
 * the very thread that they wait for: on two busy cores a step of 20 ms took 107 ms in the median
 * and 450 ms at the 90th percentile. {@code GOMP_SPINCOUNT}: some 100 ms spinning, then asleep. In
 * training the network has the cores nearly to itself, and a step of many short operations is a
 * fifth faster.
 *
 * <p>In training the C library also keeps what a step has freed for the next one, which takes the
 * same again, instead of returning it to the system page by page.
 */
final class NativeEnvironment {

  private static final Logger LOG = LoggerFactory.getLogger(NativeEnvironment.class);

  private static final Map<String, String> ASLEEP = Map.of("OMP_WAIT_POLICY", "PASSIVE");
  private static final Map<String, String> SPINNING = Map.of("GOMP_SPINCOUNT", "10000000");

  /** glibc's {@code M_TRIM_THRESHOLD}, and {@code M_MMAP_THRESHOLD} at its largest; in bytes. */
  private static final Map<Integer, Integer> KEPT = Map.of(-1, 1 << 30, -3, 1 << 25);

  private NativeEnvironment() {}

  /**
   * Call before the first native library is loaded. Does nothing where libc lacks the functions.
   */
  static void prepare(PyTorch.Waiting waiting) {
    switch (waiting) {
      case ASLEEP -> set(ASLEEP);
      case SPINNING -> {
        set(SPINNING);
        keepMemory();
      }
    }
  }

  private static void set(Map<String, String> variables) {
    Optional<MethodHandle> setenv =
        function("setenv", ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    if (setenv.isEmpty()) {
      return;
    }
    variables.forEach(
        (name, value) -> {
          try (Arena arena = Arena.ofConfined()) {
            int keepOld = 0;
            int code =
                (int)
                    setenv
                        .get()
                        .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), keepOld);
            LOG.debug("setenv {}={}: {}", name, value, code);
          } catch (Throwable e) { // a method handle declares it; none of it is worth stopping for
            LOG.debug("setenv {} failed", name, e);
          }
        });
  }

  private static void keepMemory() {
    Optional<MethodHandle> mallopt =
        function("mallopt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    if (mallopt.isEmpty()) {
      return;
    }
    KEPT.forEach(
        (option, bytes) -> {
          try {
            int code = (int) mallopt.get().invokeExact((int) option, (int) bytes);
            LOG.debug("mallopt {} {}: {}", option, bytes, code);
          } catch (Throwable e) { // as above
            LOG.debug("mallopt {} failed", option, e);
          }
        });
  }

  /** A function of the C library that returns an int. */
  @SuppressWarnings("restricted") // POSIX setenv and glibc mallopt with their true signatures
  private static Optional<MethodHandle> function(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(
            address ->
                linker.downcallHandle(
                    address, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments)));
  }
}
