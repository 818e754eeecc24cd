package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.wiring.ProxyExecutors;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A status line that is shown while a command runs. */
interface StatusLineUpdater {
  /** A status that shows nothing. */
  StatusLineUpdater NONE = () -> {};

  /** Removes the status line. */
  void close();

  /** Starts to show the current {@code text}, once a second. */
  static StatusLineUpdater begin(StatusLine line, Supplier<String> text) {
    ScheduledExecutorService thread = ProxyExecutors.scheduled("status");
    ScheduledFuture<?> updating =
        thread.scheduleWithFixedDelay(() -> line.show(text.get()), 0, 1, TimeUnit.SECONDS);
    return () -> {
      updating.cancel(false);
      Future<?> removed = thread.submit(line::remove); // after an update in progress
      thread.shutdown();
      try {
        removed.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
