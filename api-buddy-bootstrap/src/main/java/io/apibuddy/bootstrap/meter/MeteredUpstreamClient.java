package io.apibuddy.bootstrap.meter;

import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.ForwardingUpstreamClient;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;

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
    long start = ticker.nanos();
    meter.beginUpstream();
    UpstreamCallback counting =
        new UpstreamCallback() {
          @Override
          public void answered(UpstreamResponse response) {
            meter.countUpstream(request.alias(), true, ticker.nanos() - start);
            callback.answered(response);
          }

          @Override
          public void failed(UpstreamException failure) {
            meter.countUpstream(request.alias(), false, ticker.nanos() - start);
            callback.failed(failure);
          }
        };
    try {
      return super.begin(request, counting);
    } catch (RuntimeException | Error bug) {
      meter.countUpstream(request.alias(), false, ticker.nanos() - start);
      throw bug;
    }
  }
}
