package io.apibuddy.bootstrap.meter;

import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.ForwardingUpstreamClient;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An upstream client that counts the requests sent through another one and measures the time until
 * the head of each answer. Safe for concurrent use.
 */
public final class MeteredUpstreamClient extends ForwardingUpstreamClient {
  private final ProxyMeter meter;
  private final Ticker ticker;

  /** Counts the requests of {@code client} in {@code meter}. */
  public MeteredUpstreamClient(UpstreamClient client, ProxyMeter meter, Ticker ticker) {
    super(client);
    this.meter = meter;
    this.ticker = ticker;
  }

  @Override
  public UpstreamResponse send(UpstreamRequest request)
      throws UpstreamException, InterruptedException {
    long start = ticker.nanos();
    boolean answered = false;
    meter.beginUpstream();
    try {
      UpstreamResponse response = super.send(request);
      answered = true;
      return response;
    } finally {
      meter.countUpstream(request.alias(), answered, ticker.nanos() - start);
    }
  }

  @Override
  public UpstreamCall begin(UpstreamRequest request, UpstreamCallback callback) {
    Counting counting = new Counting(request.alias(), callback);
    boolean begun = false;
    try {
      UpstreamCall call = super.begin(request, counting);
      begun = true;
      return call;
    } finally {
      if (!begun) {
        counting.count(false);
      }
    }
  }

  /** Counts a request exactly once, whatever calls the client makes. */
  private final class Counting implements UpstreamCallback {
    private final String alias;
    private final UpstreamCallback callback;
    private final AtomicBoolean counted = new AtomicBoolean();
    private final long start = ticker.nanos();

    Counting(String alias, UpstreamCallback callback) {
      this.alias = alias;
      this.callback = callback;
      meter.beginUpstream();
    }

    void count(boolean answered) {
      if (counted.compareAndSet(false, true)) {
        meter.countUpstream(alias, answered, ticker.nanos() - start);
      }
    }

    @Override
    public void answered(UpstreamResponse response) {
      count(true);
      callback.answered(response);
    }

    @Override
    public void failed(UpstreamException failure) {
      count(false);
      callback.failed(failure);
    }
  }
}
