package io.apibuddy.bootstrap.log;

import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells a trouble that several parts report from a new one: an adapter and the core may both notice
 * a full disk. For use by one thread at a time.
 */
final class RecentNotices {
  private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

  private final Ticker ticker;
  private final Map<String, Long> reported = new HashMap<>();

  RecentNotices(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Returns whether a warning or an error of that source and code came within the last minute. */
  boolean isRepetition(Notice notice) {
    if (notice.level() == Notice.Level.INFO) {
      return false;
    }
    long now = ticker.nanos();
    reported.values().removeIf(time -> now - time >= INTERVAL);
    return reported.putIfAbsent(notice.source() + " " + notice.code(), now) != null;
  }
}
