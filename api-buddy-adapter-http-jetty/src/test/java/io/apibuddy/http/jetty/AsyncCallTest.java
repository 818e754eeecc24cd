package io.apibuddy.http.jetty;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.contract.UpstreamRequests;
import io.apibuddy.ports.spi.Notices;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests a request that no thread waits for when the client cannot process its response. */
@Timeout(60)
class AsyncCallTest {

  @AutoClose
  private final JettyUpstreamClient client =
      new JettyUpstreamClient(
          ClientSettings.from(Settings.NONE),
          new UpstreamAddresses(Notices.SILENT),
          InstantSource.system(),
          Ticker.system());

  private final List<UpstreamException> failures = new ArrayList<>();
  private final UpstreamCallback callback =
      new UpstreamCallback() {
        @Override
        public void answered(UpstreamResponse response) {
          throw new AssertionError("there is none");
        }

        @Override
        public void failed(UpstreamException failure) {
          failures.add(failure);
        }
      };

  /** As for want of memory: no response can be made from an exchange without a head. */
  @Test
  void responseThatCannotBeProcessedIsAFailureAndEndsTheExchange() throws Exception {
    UpstreamRequest request = UpstreamRequests.get(URI.create("http://127.0.0.1:9"));
    RetirableClient entered = client.enter(request.alias());
    UpstreamExchange exchange = client.exchange(entered.jetty(), request);

    new AsyncCall(client, request, callback).answered(entered, exchange);

    assertThat(failures)
        .singleElement()
        .returns(Kind.CONNECTION_CLOSED, UpstreamException::kind)
        .returns(RequestSent.PERHAPS, UpstreamException::requestSent);
    entered.retire();
    await().until(entered::isStopped);
  }
}
