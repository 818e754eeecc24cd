package io.apibuddy.bootstrap.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.time.Ticker;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends each exchange to all viewers as a server-sent event. Without viewers it does nothing. Safe
 * for concurrent use.
 */
public final class LiveFeed implements ExchangeListener, AutoCloseable {
  /** The maximum number of viewers at one time; each of them occupies a worker thread. */
  static final int MAX_VIEWERS = 16;

  private final List<Subscription> viewers = new CopyOnWriteArrayList<>();
  private final Ticker ticker;
  private volatile boolean closed;

  /** Creates a feed without viewers; {@code ticker} times the summaries. */
  public LiveFeed(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Adds a viewer.
   *
   * @param summary supplies the JSON of the summary, once a second
   * @param admission tells before each summary whether the viewer may go on
   * @return the viewer's events, which end when the stream is closed or the viewer may not go on;
   *     null if there are too many viewers or the feed is closed
   */
  @Nullable InputStream subscribe(Supplier<String> summary, BooleanSupplier admission) {
    Subscription[] self = new Subscription[1];
    Subscription viewer =
        new Subscription(
            () -> event("summary", summary.get()),
            admission,
            ticker,
            () -> viewers.remove(self[0]));
    self[0] = viewer;
    synchronized (viewers) {
      if (closed || viewers.size() >= MAX_VIEWERS) {
        return null;
      }
      viewers.add(viewer);
    }
    return viewer;
  }

  /** Returns the number of viewers. */
  int viewers() {
    return viewers.size();
  }

  @Override
  public boolean wantsHits() {
    return !viewers.isEmpty();
  }

  @Override
  public void onExchangeCompleted(ExchangeCompleted event) {
    if (!viewers.isEmpty()) {
      String line = event("exchange", Json.text(Exchange.of(event)));
      viewers.forEach(viewer -> viewer.offer(line));
    }
  }

  /** Ends all event streams and accepts no new viewers. */
  @Override
  public void close() {
    synchronized (viewers) {
      closed = true;
    }
    viewers.forEach(Subscription::close);
  }

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }

  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Exchange(
      String requestId,
      String startedAt,
      @Nullable String alias,
      String method,
      String path,
      int status,
      String cache,
      @Nullable String errorCode,
      long milliseconds,
      long bytes,
      boolean delivered) {
    static Exchange of(ExchangeCompleted event) {
      return new Exchange(
          event.requestId(),
          event.startedAt().toString(),
          event.alias(),
          event.method(),
          event.path(),
          event.status(),
          event.outcome().name(),
          event.errorCode(),
          event.duration().toMillis(),
          event.responseBytes(),
          event.delivered());
    }
  }
}
