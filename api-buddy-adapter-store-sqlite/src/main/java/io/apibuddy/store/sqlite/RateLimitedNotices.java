package io.apibuddy.store.sqlite;

import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.event.Notice.Level;
import io.apibuddy.ports.event.Notice.Source;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reports the store's troubles, the same one at most once a minute. Safe for concurrent use. */
final class RateLimitedNotices {
  private static final long PAUSE = Duration.ofMinutes(1).toNanos();

  private final Notices notices;
  private final Ticker ticker;
  private final Map<String, Long> lastReports = new ConcurrentHashMap<>();

  RateLimitedNotices(Notices notices, Ticker ticker) {
    this.notices = notices;
    this.ticker = ticker;
  }

  /** Reports that something was lost because of {@code failure}. */
  void lost(String what, StoreException failure) {
    if (failure.kind() != StoreException.Kind.CLOSED) {
      String code = "store-" + failure.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      warn(code, what + " was not kept: " + failure.getMessage());
    }
  }

  void warn(String code, String message) {
    long now = ticker.nanos();
    boolean[] due = new boolean[1];
    lastReports.compute(
        code,
        (unused, last) -> {
          due[0] = last == null || now - last >= PAUSE;
          return due[0] ? now : last;
        });
    if (due[0]) {
      notices.report(new Notice(Level.WARNING, Source.STORE, code, message));
    }
  }
}
