package org.waymark.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/**
 * Progress on standard error: a bar on a terminal; elsewhere a line at every tenth, but no more
 * than one a second.
 */
final class ConsoleProgress implements ProgressReporter {

  private static final int LABEL_WIDTH = 20;
  private static final int UPDATE_MILLIS = 100;
  private static final int PLAIN_LINES = 10;
  private static final long BETWEEN_LINES_NANOS = 1_000_000_000;

  private final PrintStream err;
  private final boolean terminal;
  private final LongSupplier nanoTime;

  ConsoleProgress() {
    this(System.err, Terminal.isInteractive(), System::nanoTime);
  }

  ConsoleProgress(PrintStream err, boolean terminal, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  @Override
  public Progress start(String task, long total) {
    return terminal ? bar(task, total) : new PlainLines(task, total);
  }

  @Override
  public void note(String sentence) {
    err.println(sentence);
  }

  /**
   * The width is given: left to find it, the bar's library takes over the terminal and with it
   * Ctrl-C, which then ends the process before anything can be cleared away.
   */
  private Progress bar(String task, long total) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(("%-" + LABEL_WIDTH + "s").formatted(task))
            .setInitialMax(total)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .showSpeed()
            .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
            .setConsumer(new ConsoleProgressBarConsumer(err, Terminal.columns() - 1))
            .build();
    return new Progress() {
      @Override
      public void advance(long items) {
        bar.stepBy(items);
      }

      @Override
      public void at(String position) {
        bar.setExtraMessage(position);
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }

  private final class PlainLines implements Progress {

    private final String task;
    private final long total;
    private final long startNanos = nanoTime.getAsLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong printedNanos = new AtomicLong(startNanos);
    private volatile String position = "";

    PlainLines(String task, long total) {
      this.task = task;
      this.total = total;
    }

    @Override
    public void advance(long items) {
      long after = done.addAndGet(items);
      long before = after - items;
      if (after < total && tenth(after) > tenth(before) && isTimeForALine()) {
        err.printf(
            Locale.ROOT,
            "%s: %d of %d, %.1f/s%s%n",
            task,
            after,
            total,
            after / seconds(),
            position.isEmpty() ? "" : ", at " + position);
      }
    }

    @Override
    public void at(String where) {
      position = where;
    }

    private boolean isTimeForALine() {
      long now = nanoTime.getAsLong();
      long last = printedNanos.get();
      return now - last >= BETWEEN_LINES_NANOS && printedNanos.compareAndSet(last, now);
    }

    private double seconds() {
      return (nanoTime.getAsLong() - startNanos) / 1e9;
    }

    private long tenth(long count) {
      return total == 0 ? 0 : count * PLAIN_LINES / total;
    }

    @Override
    public void close() {
      double seconds = seconds();
      long count = done.get();
      err.printf(
          Locale.ROOT,
          count < total ? "%s: stopped at %d of %d after %.1f s%n" : "%s: %d of %d in %.1f s%n",
          task,
          count,
          total,
          seconds);
    }
  }
}
