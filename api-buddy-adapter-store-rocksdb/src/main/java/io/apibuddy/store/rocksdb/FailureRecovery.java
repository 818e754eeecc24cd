package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.store.local.ExponentialBackoff;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reopens the database when all writes fail: after a failure in the background, RocksDB refuses all
 * writes until it is reopened. After a lack of space it recovers by itself, so it is not reopened
 * before there is room. A failed reopening is tried again, less and less often. That loses nothing,
 * because the first one moves a damaged database aside.
 */
final class FailureRecovery {
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(5);
  private static final long MIN_FREE_BYTES = 4L << 20;

  private final Path directory;
  private final Engine engine;
  private final WriteHealth health;
  private final StoreNotices notices;
  private final Engine.Reopening reopening;
  private final ExponentialBackoff backoff;

  FailureRecovery(
      DatabaseOpener opener,
      Engine engine,
      StoreNotices notices,
      Engine.Reopening reopening,
      Ticker ticker) {
    this.directory = opener.path();
    this.health = opener.health();
    this.engine = engine;
    this.notices = notices;
    this.reopening = reopening;
    this.backoff = new ExponentialBackoff(ticker, PAUSE, MAX_PAUSE);
  }

  /** Reopens the database if that is due; for use by one thread. */
  void step() {
    Kind trouble = health.brokenFor(PAUSE);
    boolean due = trouble != null && backoff.isDue();
    if (due && (trouble != Kind.FULL || hasFreeSpace(directory))) {
      reopen();
    }
  }

  private void reopen() {
    try {
      engine.reopen(reopening);
      health.succeeded();
      backoff.succeeded();
      notices.warn(
          "store-reopened",
          directory + " was reopened, because no write succeeded for " + PAUSE.toSeconds() + " s.");
    } catch (StoreException e) {
      if (e.kind() != Kind.BUSY && e.kind() != Kind.CLOSED) {
        notices.warn(
            "store-gone",
            directory
                + " could not be reopened; the next attempt is in "
                + backoff.failed().toSeconds()
                + " s: "
                + e.getMessage());
      }
    }
  }

  /** Checks the nearest directory that exists: the database's own may have been deleted. */
  private static boolean hasFreeSpace(Path directory) {
    Path place = directory;
    while (place != null && !Files.exists(place)) {
      place = place.getParent();
    }
    try {
      return place != null && Files.getFileStore(place).getUsableSpace() > MIN_FREE_BYTES;
    } catch (IOException unknown) {
      return false;
    }
  }
}
