package org.waymark.core;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How this process ends when it will not end well. A JVM that is closing ignores further signals,
 * and at its exit takes PyTorch's library down under threads that still compute in it.
 */
public final class Ending {

  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  private Ending() {}

  /**
   * From the moment at which this process begins to close, a further Ctrl-C or TERM ends it at
   * once. To be called once, first thing.
   */
  public static void atOnceOnTheSecondSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(Ending::defaultSignals, "waymark-signals"));
  }

  /** Lets the operating system do what it does with signals that nobody handles. */
  @SuppressWarnings({"restricted", "IllegalCatch"})
  private static void defaultSignals() {
    Linker linker = Linker.nativeLinker();
    try {
      var signal =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("signal"),
              FunctionDescriptor.of(
                  ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
      for (int number : new int[] {SIGINT, SIGTERM}) {
        MemorySegment _ = (MemorySegment) signal.invokeExact(number, MemorySegment.NULL);
      }
    } catch (Throwable e) {
      // Further signals are ignored, then.
    }
  }

  /** Ends now, without another word to libraries. Returns only where that is not possible. */
  @SuppressWarnings({"restricted", "IllegalCatch"})
  static void now(int exitCode) {
    Linker linker = Linker.nativeLinker();
    try {
      linker
          .downcallHandle(
              linker.defaultLookup().findOrThrow("_exit"),
              FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
          .invokeExact(exitCode);
    } catch (Throwable e) {
      // The JVM's own exit follows.
    }
  }
}
