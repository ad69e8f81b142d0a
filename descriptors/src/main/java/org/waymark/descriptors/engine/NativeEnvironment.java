package org.waymark.descriptors.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets environment variables that native libraries read when they are loaded; Java's own view of
 * the environment cannot be changed. What the user has set stays.
 *
 * <p>{@code OMP_WAIT_POLICY=PASSIVE}: idle OpenMP threads sleep instead of spinning. When anything
 * else wants the same cores, as decoding does here, spinning threads keep out the very thread that
 * they wait for: on two busy cores a step of 20 ms took 107 ms in the median and 450 ms at the 90th
 * percentile.
 */
final class NativeEnvironment {

  private static final Logger LOG = LoggerFactory.getLogger(NativeEnvironment.class);

  private static final Map<String, String> SETTINGS = Map.of("OMP_WAIT_POLICY", "PASSIVE");

  private NativeEnvironment() {}

  /** Call before the first native library is loaded. Does nothing where there is no setenv. */
  @SuppressWarnings("restricted") // POSIX setenv with its true signature
  static void prepare() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> address = linker.defaultLookup().find("setenv");
    if (address.isEmpty()) {
      return;
    }
    MethodHandle setenv =
        linker.downcallHandle(
            address.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    SETTINGS.forEach((name, value) -> set(setenv, name, value));
  }

  private static void set(MethodHandle setenv, String name, String value) {
    try (Arena arena = Arena.ofConfined()) {
      int keepOld = 0;
      int code =
          (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), keepOld);
      LOG.debug("setenv {}={}: {}", name, value, code);
    } catch (Throwable e) { // a method handle declares Throwable; none of it is worth stopping for
      LOG.debug("setenv {} failed", name, e);
    }
  }
}
