package io.apibuddy.bootstrap.cli;

import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.UpstreamFailed;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hears why upstreams did not answer. Safe for concurrent use. */
final class UpstreamComplaints implements ExchangeListener {

  /** Events come behind the answers that they are about. */
  private static final long PATIENCE_MILLIS = 1_000;

  private final BlockingQueue<UpstreamFailed> heard = new LinkedBlockingQueue<>();

  @Override
  public boolean wantsHits() {
    return false;
  }

  @Override
  public void onUpstreamError(UpstreamFailed event) {
    heard.add(event);
  }

  /** Returns why a mapping's upstream has not answered just now, empty if nothing is heard. */
  String of(String alias) throws InterruptedException {
    UpstreamFailed failure;
    while ((failure = heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) != null) {
      if (failure.alias().equals(alias)) {
        return failure.message();
      }
    }
    return "";
  }
}
