package org.waymark.core;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Waits for results of other threads, and passes their failures on as they are. */
public final class Futures {

  private Futures() {}

  /**
   * The result, once it is there.
   *
   * @param doing what the caller waits for, for the message when it is interrupted, e.g. {@code
   *     describing pictures}
   * @throws IllegalStateException when interrupted; the thread stays marked so
   */
  public static <T> T await(Future<T> future, String doing) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + doing, e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  /** What to throw for the cause of a failed future; an error is thrown at once. */
  public static RuntimeException rethrown(@Nullable Throwable cause) {
    return switch (cause) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      case null, default -> new IllegalStateException(cause);
    };
  }
}
