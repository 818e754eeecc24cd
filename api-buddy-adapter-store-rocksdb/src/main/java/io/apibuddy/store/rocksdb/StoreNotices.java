package io.apibuddy.store.rocksdb;

import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Reports the store's troubles, the same one at most once a minute. Safe for concurrent use. */
final class StoreNotices {
  private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

  private final Notices notices;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Long> reported = new HashMap<>();

  StoreNotices(Notices notices, Ticker ticker) {
    this.notices = notices;
    this.ticker = ticker;
  }

  /** Reports that work behind the callers' backs failed; closing is no failure. */
  void failed(String work, StoreException failure) {
    if (failure.kind() != StoreException.Kind.CLOSED) {
      String code = "store-" + failure.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      warn(code, work + " failed and is tried again: " + failure.getMessage());
    }
  }

  void warn(String code, String message) {
    if (due(code)) {
      notices.report(new Notice(Notice.Level.WARNING, Notice.Source.STORE, code, message));
    }
  }

  private boolean due(String code) {
    lock.lock();
    try {
      long now = ticker.nanos();
      Long last = reported.get(code);
      if (last != null && now - last < INTERVAL) {
        return false;
      }
      reported.put(code, now);
      return true;
    } finally {
      lock.unlock();
    }
  }
}
