package io.apibuddy.bootstrap.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.apibuddy.ports.event.ExchangeCompleted;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells viewers of each exchange as server-sent events. Without viewers it does nothing. Safe for
 * concurrent use.
 */
public final class LiveFeed implements ExchangeListener, AutoCloseable {
  /** How many may watch at one time; each holds a worker. */
  static final int MOST_VIEWERS = 16;

  private static final JsonFactory JSON = new JsonFactory();

  private final List<Subscription> viewers = new CopyOnWriteArrayList<>();
  private final Ticker ticker;
  private volatile boolean closed;

  /** Measures seconds by {@code ticker}. */
  public LiveFeed(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Begins to tell somebody.
   *
   * @param summary gives the JSON that sums up, once a second
   * @return the events, until it is closed; null if too many watch already
   */
  @Nullable InputStream watch(Supplier<String> summary) {
    Subscription[] self = new Subscription[1];
    Subscription viewer =
        new Subscription(
            () -> event("summary", summary.get()), ticker, () -> viewers.remove(self[0]));
    self[0] = viewer;
    synchronized (viewers) {
      if (closed || viewers.size() >= MOST_VIEWERS) {
        return null;
      }
      viewers.add(viewer);
    }
    return viewer;
  }

  /** Returns how many watch. */
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
      String line = event("exchange", json(event));
      viewers.forEach(viewer -> viewer.offer(line));
    }
  }

  /** Lets everybody go; nobody is taken any more. */
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

  private static String json(ExchangeCompleted event) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("request_id", event.requestId());
      json.writeStringField("started_at", event.startedAt().toString());
      json.writeStringField("alias", event.alias());
      json.writeStringField("method", event.method());
      json.writeStringField("path", event.path());
      json.writeNumberField("status", event.status());
      json.writeStringField("cache", event.outcome().name());
      json.writeStringField("error_code", event.errorCode());
      json.writeNumberField("milliseconds", event.duration().toMillis());
      json.writeNumberField("bytes", event.responseBytes());
      json.writeBooleanField("delivered", event.delivered());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }
}
