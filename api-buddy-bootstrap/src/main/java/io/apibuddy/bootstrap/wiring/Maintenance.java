package io.apibuddy.bootstrap.wiring;

import io.apibuddy.bootstrap.log.ExchangeLog;
import io.apibuddy.bootstrap.log.QueuedNotices;
import io.apibuddy.domain.ProxyCore;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Runs periodic work once a second on its own thread: delivers notices, logs how many failures were
 * held back, and maintains the core.
 */
final class Maintenance {
  private final ProxyCore core;
  private final QueuedNotices notices;
  private final ExchangeLog log;
  private final Logger logger;
  private final ScheduledExecutorService thread = ProxyExecutors.scheduled("maintenance");
  private @Nullable ScheduledFuture<?> schedule;

  @Inject
  Maintenance(ProxyCore core, QueuedNotices notices, Observers observers, Logger logger) {
    this.core = core;
    this.notices = notices;
    this.log = observers.log();
    this.logger = logger;
  }

  /** Starts the periodic work and returns this. */
  Maintenance start() {
    schedule = thread.scheduleWithFixedDelay(this::runOnce, 0, 1, TimeUnit.SECONDS);
    return this;
  }

  /** Does the work once. A task that fails does not keep the others from running. */
  void runOnce() {
    attempt(notices::deliver);
    attempt(log::logSuppressed);
    attempt(core::maintain);
  }

  /** Ends the periodic work and waits for a round in progress, at most two seconds. */
  void close() {
    if (schedule != null) {
      schedule.cancel(false);
    }
    ProxyExecutors.close(thread);
  }

  private void attempt(Runnable part) {
    try {
      part.run();
    } catch (Throwable e) { // else the executor would stop the schedule
      logger.debug("maintenance failed", e);
    }
  }
}
