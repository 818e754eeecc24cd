package io.apibuddy.ports.store.local;

import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoreException.Kind;
import io.apibuddy.ports.time.OncePer;
import io.apibuddy.ports.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Reports a store's troubles, the same one at most once a minute. Safe for concurrent use. */
public final class StoreNotices {
  /** The code for whatever part of a store is found damaged while it is in use, by whomever. */
  public static final String DAMAGED = "store-damaged";

  private static final Set<Kind> NO_TROUBLE = Set.of(Kind.CLOSED, Kind.INTERRUPTED);

  private final Notices notices;
  private final OncePer<String> minutely;

  /** Reports where the context says, by its ticker. */
  public StoreNotices(AdapterContext context) {
    this(context.notices(), context.ticker());
  }

  /** Reports to {@code notices}, a minute being one of {@code ticker}'s. */
  public StoreNotices(Notices notices, Ticker ticker) {
    this.notices = notices;
    minutely = new OncePer<>(Duration.ofMinutes(1), ticker);
  }

  /**
   * Reports a failure of the store; that it was closed or that a caller gave up is none. Its code
   * is {@code store-} and the failure's kind, for damage {@link #DAMAGED}.
   *
   * @param what what came of it, for a person; the failure's message follows
   */
  public void failed(String what, StoreException failure) {
    if (!NO_TROUBLE.contains(failure.kind())) {
      warn(code(failure.kind()), what + ": " + failure.getMessage());
    }
  }

  private static String code(Kind kind) {
    return kind == Kind.CORRUPT
        ? DAMAGED
        : "store-" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reports that something was not removed, and is hidden until it is. */
  public void stayHidden(StoreException failure) {
    failed("entries were not removed but stay hidden", failure);
  }

  /** Reports that what was hidden was not removed until the store was closed. */
  public void removalLost() {
    warn(
        "store-removal-lost",
        "the store could not be changed before it closed: what was removed last will be back"
            + " after the next start. Remove it again then");
  }

  /** Reports a trouble; {@code code} says which it is. */
  public void warn(String code, String message) {
    report(Notice.Level.WARNING, code, message);
  }

  /** Reports that something does not work at all; {@code code} says what. */
  public void error(String code, String message) {
    report(Notice.Level.ERROR, code, message);
  }

  private void report(Notice.Level level, String code, String message) {
    if (minutely.isDue(code)) {
      notices.report(new Notice(level, Notice.Source.STORE, code, message));
    }
  }
}
