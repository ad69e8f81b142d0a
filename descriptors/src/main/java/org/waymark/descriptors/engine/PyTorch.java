package org.waymark.descriptors.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import org.waymark.core.WaymarkException;

/**
 * The one PyTorch of this process.
 *
 * <p>The first start unpacks the native library (about 430 MB, some seconds) into DJL's cache.
 * Nothing is ever downloaded unless the user sets {@code ai.djl.offline=false}.
 */
public final class PyTorch {

  private static final String NAME = "PyTorch";

  private static boolean prepared;

  private PyTorch() {}

  /** How the threads of an operation wait for each other. */
  public enum Waiting {
    /** At once asleep: others want the cores too. */
    ASLEEP,
    /** For some milliseconds awake: the network has the cores to itself. */
    SPINNING
  }

  /**
   * The engine, started when it was not, with threads that wait asleep.
   *
   * @throws WaymarkException when there is no native library for this machine
   */
  public static Engine start() {
    return start(Waiting.ASLEEP);
  }

  /**
   * The engine, started when it was not.
   *
   * @param waiting counts at the first start of a process
   * @throws WaymarkException when there is no native library for this machine
   */
  public static synchronized Engine start(Waiting waiting) {
    if (!prepared) {
      prepared = true;
      preset("ai.djl.offline", "true");
      preset("OPT_OUT_TRACKING", "true");
      preset("ai.djl.pytorch.num_interop_threads", "1");
      NativeEnvironment.prepare(waiting);
    }
    try {
      return Engine.getEngine(NAME);
    } catch (EngineException | IllegalArgumentException | IllegalStateException | LinkageError e) {
      throw new WaymarkException(
          "PyTorch does not start (%s). Put ai.djl.pytorch:pytorch-native-cpu for this platform on the class path, or name an installed one in PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR; `waymark doctor` says what is there"
              .formatted(rootMessage(e)),
          e);
    }
  }

  /**
   * Sets how many threads an operation started by the calling thread uses. OpenMP keeps this number
   * per calling thread, so a thread that runs a network sets it itself.
   */
  public static void useThreads(int threads) {
    start();
    JniUtils.setNumThreads(threads);
  }

  static String rootMessage(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  private static void preset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
