package io.apibuddy.domain.exchange;

import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reports that the store failed, at most once a minute for each kind. Safe for concurrent use. */
final class StoreTroubles {
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final Notices notices;
  private final Ticker ticker;
  private final Map<StoreException.Kind, Long> lastReport = new ConcurrentHashMap<>();

  StoreTroubles(Notices notices, Ticker ticker) {
    this.notices = notices;
    this.ticker = ticker;
  }

  void report(StoreException failure) {
    long now = ticker.nanos();
    Long last = lastReport.get(failure.kind());
    if (last != null && now - last < QUIET_NANOS) {
      return;
    }
    boolean first =
        last == null
            ? lastReport.putIfAbsent(failure.kind(), now) == null
            : lastReport.replace(failure.kind(), last, now);
    if (first) {
      notices.report(
          new Notice(
              Notice.Level.WARNING,
              Notice.Source.STORE,
              "store-" + failure.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
              "The store failed, so answers are passed through and not kept: "
                  + failure.getMessage()));
    }
  }
}
