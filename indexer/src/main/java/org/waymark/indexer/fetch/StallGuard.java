package org.waymark.indexer.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends a read from a peer that sends nothing any more, by closing what it is read from. The
 * client's own time limit ends with the answer's headers.
 */
final class StallGuard extends FilterInputStream {

  private static final ScheduledThreadPoolExecutor TIMER =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("stalls").factory());

  static {
    TIMER.setRemoveOnCancelPolicy(true);
  }

  private final Duration patience;
  private final ScheduledFuture<?> watch;
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean stalled;

  StallGuard(InputStream in, Duration patience) {
    super(in);
    this.patience = patience;
    long every = Math.max(1, patience.toMillis() / 4);
    this.watch = TIMER.scheduleWithFixedDelay(this::check, every, every, TimeUnit.MILLISECONDS);
  }

  private void check() {
    if (System.nanoTime() - lastNanos > patience.toNanos()) {
      stalled = true;
      watch.cancel(false);
      try {
        in.close();
      } catch (IOException e) {
        // The reader learns of it.
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int n = super.read(bytes, offset, length);
      lastNanos = System.nanoTime();
      if (stalled) {
        throw new IOException("closed");
      }
      return n;
    } catch (IOException e) {
      throw stalled
          ? new IOException("nothing arrived for %d s".formatted(patience.toSeconds()), e)
          : e;
    }
  }

  @Override
  public void close() throws IOException {
    watch.cancel(false);
    super.close();
  }
}
