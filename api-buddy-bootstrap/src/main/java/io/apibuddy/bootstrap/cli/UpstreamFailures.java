package io.apibuddy.bootstrap.cli;

import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.UpstreamFailed;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that records why upstreams failed. Safe for concurrent use. */
final class UpstreamFailures implements ExchangeListener {

  /** How long to wait for an event, which may come after the response that it is about. */
  private static final long TIMEOUT_MILLIS = 1_000;

  private final BlockingQueue<UpstreamFailed> events = new LinkedBlockingQueue<>();

  @Override
  public boolean wantsHits() {
    return false;
  }

  @Override
  public void onUpstreamError(UpstreamFailed event) {
    events.add(event);
  }

  /**
   * Returns the message of a mapping's next failure, empty if none comes within a second. Earlier
   * failures of other mappings are discarded.
   */
  String next(String alias) throws InterruptedException {
    UpstreamFailed failure;
    while ((failure = events.poll(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) != null) {
      if (failure.alias().equals(alias)) {
        return failure.message();
      }
    }
    return "";
  }
}
