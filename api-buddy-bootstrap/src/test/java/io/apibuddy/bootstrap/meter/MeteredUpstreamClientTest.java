package io.apibuddy.bootstrap.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.bootstrap.metrics.PriceTable;
import io.apibuddy.ports.contract.UpstreamRequests;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MeteredUpstreamClientTest {
  private final ProxyMeter meter =
      new ProxyMeter(new SimpleMeterRegistry(), PriceTable.NONE, Ticker.system());
  private final List<UpstreamException> failures = new ArrayList<>();

  private void begin(Consumer<UpstreamCallback> telling) {
    UpstreamClient client =
        new UpstreamClient() {
          @Override
          public UpstreamResponse send(UpstreamRequest request) {
            throw new UnsupportedOperationException();
          }

          @Override
          public UpstreamCall begin(UpstreamRequest request, UpstreamCallback callback) {
            telling.accept(callback);
            return () -> {};
          }

          @Override
          public void close() {}
        };
    new MeteredUpstreamClient(client, meter, Ticker.system())
        .begin(
            UpstreamRequests.get(URI.create("http://up.test")),
            new UpstreamCallback() {
              @Override
              public void answered(UpstreamResponse response) {
                response.close();
              }

              @Override
              public void failed(UpstreamException failure) {
                failures.add(failure);
              }
            });
  }

  private static UpstreamException failure() {
    return new UpstreamException(
        UpstreamException.Kind.CONNECT_FAILED, UpstreamException.RequestSent.NO, "refused", null);
  }

  @Test
  void requestIsInFlightUntilItsEndIsReported() {
    List<UpstreamCallback> callbacks = new ArrayList<>();
    begin(callbacks::add);
    assertThat(meter.upstreamCallsInFlight()).isEqualTo(1);
    callbacks.get(0).failed(failure());
    assertThat(meter.upstreamCallsInFlight()).isZero();
  }

  @Test
  void endReportedTwiceIsCountedOnce() {
    begin(
        callback -> {
          callback.failed(failure());
          callback.failed(failure());
        });
    assertThat(meter.upstreamCallsInFlight()).isZero();
    assertThat(failures).as("both reports reach the caller").hasSize(2);
  }

  @Test
  void endReportedByAClientThatThenThrowsIsCountedOnce() {
    assertThatThrownBy(
            () ->
                begin(
                    callback -> {
                      callback.failed(failure());
                      throw new IllegalStateException("after");
                    }))
        .hasMessage("after");
    assertThat(meter.upstreamCallsInFlight()).isZero();
  }

  @Test
  void requestThatFailsToBeginIsNotInFlight() {
    assertThatThrownBy(
            () ->
                begin(
                    callback -> {
                      throw new NoClassDefFoundError("boom");
                    }))
        .hasMessage("boom");
    assertThat(meter.upstreamCallsInFlight()).isZero();
  }
}
