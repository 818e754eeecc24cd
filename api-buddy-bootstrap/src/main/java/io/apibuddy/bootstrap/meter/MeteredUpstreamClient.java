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

/** Counts the requests that go through a client, until their answers' heads. */
public final class MeteredUpstreamClient extends ForwardingUpstreamClient {
  private final ProxyMeter meter;
  private final Ticker ticker;

  /** Counts what {@code client} sends. */
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

  /** Counts a request once, whatever the client makes of it. */
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
