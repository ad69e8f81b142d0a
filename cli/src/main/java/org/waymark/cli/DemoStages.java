package org.waymark.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;

/**
 * What the demo has started: stages that run beside its main thread, and what must be closed after
 * it. Nothing outlives {@link #close}, however early it comes: a stage that is under way is ended
 * or waited for, and what it opened is closed too.
 */
final class DemoStages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DemoStages.class);
  private static final Duration END_PATIENCE = Duration.ofSeconds(10);

  /** A stage and the thread that runs it; platform threads, for each blocks. */
  private record Stage(CompletableFuture<?> future, Thread thread, boolean interruptible) {}

  private final List<Stage> stages = new ArrayList<>();
  private volatile boolean stopping;
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  /** What a stage does. */
  interface Work<T> {
    T run();
  }

  /** Starts a stage that may be interrupted when the demo ends. */
  <T> CompletableFuture<T> start(String name, Work<T> work) {
    return start(name, work, true);
  }

  /**
   * Starts a stage that opens something, and keeps that. It is never interrupted: Kafka's broker
   * ends the whole process when its start is.
   */
  <T extends AutoCloseable> CompletableFuture<T> open(String name, Work<T> work) {
    return start(name, () -> keep(work.run()), false);
  }

  private synchronized <T> CompletableFuture<T> start(
      String name, Work<T> work, boolean interruptible) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("waymark-demo-" + name)
            .start(
                () -> {
                  try {
                    future.complete(work.run());
                  } catch (RuntimeException | Error e) {
                    future.completeExceptionally(e);
                  }
                });
    stages.add(new Stage(future, thread, interruptible));
    return future;
  }

  /** Closes {@code resource} when the demo ends, before what was kept earlier. */
  synchronized <T extends AutoCloseable> T keep(T resource) {
    resources.push(resource);
    return resource;
  }

  /** The result of a stage, or its failure; a failure of another stage ends the waiting too. */
  <T> T await(CompletableFuture<T> future) {
    while (true) {
      requireHealthy();
      try {
        return future.get(100, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Look at the other stages and wait on.
      } catch (ExecutionException e) {
        throw failure(future.exceptionNow());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      }
    }
  }

  /** Throws what a stage failed with, if any did, or that {@link #stop} was called. */
  synchronized void requireHealthy() {
    if (stopping) {
      throw new CancellationException("stopped");
    }
    for (Stage stage : stages) {
      if (stage.future().isCompletedExceptionally()) {
        throw failure(stage.future().exceptionNow());
      }
    }
  }

  /** Makes whoever comes to {@link #requireHealthy} give up. */
  void stop() {
    stopping = true;
  }

  /** Progress of long work that ends as soon as a stage fails. */
  ProgressReporter watching(ProgressReporter reporter) {
    return (task, total) -> {
      Progress progress = reporter.start(task, total);
      return new Progress() {
        @Override
        public void advance(long items) {
          requireHealthy();
          progress.advance(items);
        }

        @Override
        public void close() {
          progress.close();
        }
      };
    };
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
  }

  /** Ends the stages, then closes what was kept, last first; a failure does not stop the others. */
  @Override
  public void close() {
    // An interrupt has done its work when it brought us here; closing must not be cut short by it.
    boolean interrupted = Thread.interrupted();
    List<Stage> running;
    synchronized (this) {
      running = List.copyOf(stages);
    }
    running.stream().filter(Stage::interruptible).forEach(stage -> stage.thread().interrupt());
    running.forEach(DemoStages::awaitEnd);
    synchronized (this) {
      while (!resources.isEmpty()) {
        try {
          resources.pop().close();
        } catch (Exception e) {
          LOG.warn("While closing the demo: {}", e.toString());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitEnd(Stage stage) {
    try {
      if (!stage.thread().join(END_PATIENCE)) {
        LOG.warn("{} goes on after the demo", stage.thread().getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
