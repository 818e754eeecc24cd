package io.apibuddy.ports.store.local;

import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.time.IntervalLimiter;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Reports problems of a store, each kind at most once a minute. Safe for concurrent use. */
public final class StoreNotices {
  /**
   * The code for damage that is found while the store is in use, whichever part is damaged and
   * whoever finds it.
   */
  public static final String DAMAGED = "store-damaged";

  private static final Set<Kind> NOT_REPORTED = Set.of(Kind.CLOSED, Kind.INTERRUPTED);

  private final Notices notices;
  private final IntervalLimiter<String> limiter;

  /** Creates a reporter with the notices and the ticker of a context. */
  public StoreNotices(AdapterContext context) {
    this(context.notices(), context.ticker());
  }

  /** Creates a reporter to {@code notices} that measures the minute with {@code ticker}. */
  public StoreNotices(Notices notices, Ticker ticker) {
    this.notices = notices;
    limiter = new IntervalLimiter<>(Duration.ofMinutes(1), ticker);
  }

  /**
   * Reports a failure of the store, unless it only says that the store was closed or that the
   * caller gave up. The code of the notice is {@code store-} and the failure's kind, or {@link
   * #DAMAGED} for damage.
   *
   * @param what the consequence, for a person; the failure's message is appended
   */
  public void failed(String what, StoreException failure) {
    if (!NOT_REPORTED.contains(failure.kind())) {
      warn(code(failure.kind()), what + ": " + failure.getMessage());
    }
  }

  private static String code(Kind kind) {
    return kind == Kind.CORRUPT
        ? DAMAGED
        : "store-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reports that entries could not be removed, and stay hidden until they are. */
  public void removalFailed(StoreException failure) {
    failed("entries were not removed but stay hidden", failure);
  }

  /** Reports that hidden entries were not removed before the store was closed. */
  public void removalLost() {
    warn(
        "store-removal-lost",
        "the store could not be changed before it closed: what was removed last will be back"
            + " after the next start. Remove it again then");
  }

  /** Reports a warning; {@code code} identifies the problem. */
  public void warn(String code, String message) {
    report(Notice.Level.WARNING, code, message);
  }

  /** Reports that something does not work at all; {@code code} identifies the problem. */
  public void error(String code, String message) {
    report(Notice.Level.ERROR, code, message);
  }

  private void report(Notice.Level level, String code, String message) {
    if (limiter.tryAcquire(code)) {
      notices.report(new Notice(level, Notice.Source.STORE, code, message));
    }
  }
}
